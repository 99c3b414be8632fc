import { z } from 'zod';
import { TargetDocument } from './reference/target.js';
import { extensible } from './scalars.js';
import { REASONS, STATUSES } from './status.js';

/** Decimals leave as canonical strings. */
const Amount = z.string();

/** Where one target stands at a date; an item of `GET /v1/progress`. */
export const ProgressItem = z
  .strictObject({
    targetId: z.string().nullable(),
    kind: z.string().nullable(),
    resolution: z.string().nullable(),
    programme: z.string().nullable(),
    sector: z.string(),
    indicator: z.string(),
    unit: z.string(),
    asOf: z.string(),
    /** The period assessed: the latest one with enough reports; null before there is one. */
    period: z.string().nullable(),
    actual: Amount.nullable(),
    expected: Amount.nullable(),
    /** The limit that must be met in the end (for `annual`: of the assessed period's year). */
    target: z
      .strictObject({
        min: Amount.optional(),
        max: Amount.optional(),
        strict: z.boolean().optional(),
      })
      .nullable(),
    /** Four decimals, for reading; statuses never depend on it. */
    pace: Amount.nullable(),
    status: z.enum(STATUSES),
    reason: extensible(REASONS).optional(),
    method: z.string(),
    standing: z.enum(['official', 'estimate']).nullable(),
    completeness: z.strictObject({ due: z.int(), reported: z.int() }),
    /** Closed periods after the assessed one whose deadline has passed. */
    overduePeriods: z.int(),
    position: z.string().nullable(),
  })
  .meta({ id: 'ProgressItem' });
export type ProgressItem = z.infer<typeof ProgressItem>;

export const SeriesPoint = z
  .strictObject({
    period: z.string(),
    value: Amount.nullable(),
    standing: z.enum(['official', 'estimate']).nullable(),
    reason: z.string().optional(),
    completeness: z.strictObject({ due: z.int(), reported: z.int() }),
  })
  .meta({ id: 'SeriesPoint' });
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** Whether a unit that had to report did so by the end of the deadline's day; `awaited` until that has passed. */
export const SUBMISSION_STATES = ['on-time', 'late', 'missing', 'awaited'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** Who had to report what by when, and whether they did; an item of `GET /v1/submissions`. */
export const Submission = z
  .strictObject({
    indicator: z.string(),
    unit: z.string(),
    period: z.string(),
    /** The day by whose end the report is due. */
    deadline: z.string(),
    state: z.enum(SUBMISSION_STATES),
    /** When the first report that still stands was received. */
    receivedAt: z.string().nullable(),
    standing: z.enum(['official', 'estimate']).nullable(),
  })
  .meta({ id: 'Submission' });
export type Submission = z.infer<typeof Submission>;

/** Why this colour: everything the status rests on, and the nearest change that would flip it. */
export const Explanation = z
  .strictObject({
    targetId: z.string(),
    asOf: z.string(),
    item: ProgressItem,
    terms: TargetDocument,
    method: z.strictObject({ name: z.string(), version: z.string() }),
    thresholds: z.strictObject({ onTrack: Amount, atRisk: Amount }),
    baseline: Amount.nullable(),
    formula: z.string(),
    facts: z.array(
      z.strictObject({
        period: z.string(),
        amount: Amount.nullable(),
        denominator: Amount.nullable(),
        due: z.int(),
        reported: z.int(),
        counted: z.boolean(),
      }),
    ),
    /** The actual at which the status changes, nearest first in each direction. */
    nearestFlip: z
      .strictObject({
        actual: Amount,
        change: Amount,
        inclusive: z.boolean(),
        status: z.enum(STATUSES),
        reason: extensible(REASONS).optional(),
      })
      .nullable(),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
