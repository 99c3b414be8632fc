import { z } from 'zod';
import { Decimal } from '../decimal.js';
import { Code, Period, text } from '../scalars.js';

const Limit = {
  /** At least. */
  min: Decimal.optional(),
  /** At most. */
  max: Decimal.optional(),
  /** Above or below: equality does not meet the limit. */
  strict: z.boolean().optional(),
};

const Trajectory = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear') }),
  z.strictObject({
    kind: z.literal('step'),
    points: z
      .array(z.strictObject({ period: Period, value: Decimal }))
      .min(1)
      .max(500),
  }),
]);
export type Trajectory = z.infer<typeof Trajectory>;

const common = {
  id: Code,
  indicator: Code,
  unit: Code,
  window: z.strictObject({ from: Period, to: Period }).optional(),
  trajectory: Trajectory.optional(),
  method: z.literal('pace/1').optional(),
  thresholds: z.strictObject({ onTrack: Decimal, atRisk: Decimal }).optional(),
  allocatedFrom: Code.optional(),
  source: text(2000).optional(),
  note: text(4000).optional(),
};

export const ReachTarget = z.strictObject({
  ...common,
  kind: z.literal('reach'),
  baseline: z.strictObject({ value: Decimal, period: Period }).optional(),
  horizons: z
    .array(z.strictObject({ period: Period, ...Limit }))
    .min(1)
    .max(20),
});
export const TotalTarget = z.strictObject({ ...common, kind: z.literal('total'), ...Limit });
export const AnnualTarget = z.strictObject({
  ...common,
  kind: z.literal('annual'),
  plans: z
    .array(z.strictObject({ year: z.int().min(1900).max(2199), ...Limit }))
    .min(1)
    .max(50),
});
export const MaintainTarget = z.strictObject({
  ...common,
  kind: z.literal('maintain'),
  ...Limit,
  /** Orange within this distance of the limit, on its good side; absolute, in the unit of measure. */
  margin: Decimal.optional(),
});

/** Kinds that a later version assesses; a document with one of them is refused as `kind-not-supported`. */
export const KINDS_TO_COME = [
  'average-growth',
  'average',
  'range',
  'change',
  'milestone',
  'share-of-units',
  'relative',
] as const;

/** What must be reached, for one indicator and one unit. */
export const TargetDocument = z
  .discriminatedUnion('kind', [ReachTarget, TotalTarget, AnnualTarget, MaintainTarget])
  .meta({ id: 'Target' });
export type TargetDocument = z.infer<typeof TargetDocument>;
export type TargetKind = TargetDocument['kind'];
export type LimitTerms = { min?: string; max?: string; strict?: boolean };
