import { z } from 'zod';
import { Code, Day, Name, text } from '../scalars.js';
import { TargetDocument } from './target.js';

/** The document that sets the indicators of a term, with its programmes and targets. */
export const ResolutionDocument = z
  .strictObject({
    code: Code,
    name: Name,
    unit: Code,
    term: z.strictObject({ from: Day, to: Day }),
    programmes: z
      .array(z.strictObject({ code: Code, name: Name }))
      .max(200)
      .default([]),
    items: z
      .array(
        z.strictObject({
          number: z.int().min(1).max(10000),
          indicator: Code,
          programme: Code.optional(),
        }),
      )
      .max(5000)
      .default([]),
    targets: z.array(TargetDocument).max(500000).default([]),
    source: text(2000).optional(),
    note: text(4000).optional(),
  })
  .meta({ id: 'Resolution' });
export type ResolutionDocument = z.infer<typeof ResolutionDocument>;
