import { z } from 'zod';

const Codes = z.array(z.string());

/**
 * A version of reference data was applied. `changed` names every document that was created, changed or
 * ended; `recompute` says what depends on the change, so that a reader recomputes that and nothing else.
 */
export const CatalogueChanged = z
  .strictObject({
    version: z.int().min(1),
    changed: z.strictObject({
      units: Codes,
      calendars: Codes,
      indicators: Codes,
      resolutions: Codes,
      /** With the targets that ended: they are not in the catalogue of this version. */
      targets: Codes,
      channels: Codes,
      rules: Codes,
    }),
    recompute: z.strictObject({
      /** Units came, went or moved: who stands above whom, and who has to report, is new. */
      ancestry: z.boolean(),
      /** Indicators whose roll-ups and due counts are built anew. */
      figures: Codes,
      /** Indicators of which every target is assessed anew, as are units without one; holds `figures`. */
      indicators: Codes,
      /** Targets to assess anew, add or end, beyond those of `indicators` that remain. */
      targets: Codes,
    }),
  })
  .meta({ id: 'CatalogueChanged' });
export type CatalogueChanged = z.infer<typeof CatalogueChanged>;
