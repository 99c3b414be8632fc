import { z } from 'zod';
import { Problem } from './refusal.js';
import { Standing } from './scalars.js';

/** The answer to a report that was accepted: durable at `position`. */
export const ReportAccepted = z
  .strictObject({ reportId: z.string(), state: z.literal('accepted'), position: z.string() })
  .meta({ id: 'ReportAccepted' });
export type ReportAccepted = z.infer<typeof ReportAccepted>;

/** The answer to one row of a batch; pointers of `errors` start at the row. */
export const BatchResult = z.strictObject({
  index: z.int(),
  /** Null when the row's own id was not one. */
  reportId: z.string().nullable(),
  state: z.enum(['accepted', 'refused']),
  position: z.string().optional(),
  errors: z.array(Problem).optional(),
});
export type BatchResult = z.infer<typeof BatchResult>;

/** The answer to a batch; `position` is the last of the accepted rows, null when there is none. */
export const BatchAnswer = z
  .strictObject({
    accepted: z.int(),
    refused: z.int(),
    position: z.string().nullable(),
    results: z.array(BatchResult),
  })
  .meta({ id: 'BatchAnswer' });
export type BatchAnswer = z.infer<typeof BatchAnswer>;

/** The answer to a withdrawal: durable at `position`. */
export const ReportWithdrawn = z
  .strictObject({ reportId: z.string(), state: z.literal('withdrawn'), position: z.string() })
  .meta({ id: 'ReportWithdrawn' });
export type ReportWithdrawn = z.infer<typeof ReportWithdrawn>;

const Taken = z.strictObject({ at: z.string(), by: z.string(), reason: z.string() });

/**
 * What became of a report. The ledger and the read models are written in one transaction, so a recorded
 * report is projected; `recorded` is a state of receipts where the two are apart.
 */
export const Receipt = z
  .strictObject({
    reportId: z.string(),
    state: z.enum(['accepted', 'recorded', 'projected', 'refused']),
    position: z.string().nullable(),
    acceptedAt: z.string().nullable(),
    recordedAt: z.string().nullable(),
    projectedAt: z.string().nullable(),
    refusedAt: z.string().nullable(),
    errors: z.array(Problem).optional(),
    withdrawal: Taken.optional(),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;

/** One statement in the history of a cell; `counted` is true for the one that counts now. */
export const ReportHistoryItem = z
  .strictObject({
    reportId: z.string(),
    indicator: z.string(),
    unit: z.string(),
    period: z.string(),
    value: z.string().optional(),
    numerator: z.string().optional(),
    denominator: z.string().optional(),
    done: z.boolean().optional(),
    standing: Standing,
    counted: z.boolean(),
    note: z.string().optional(),
    evidence: z.array(z.string()).optional(),
    breakdown: z.array(z.record(z.string(), z.string())).optional(),
    sender: z.string(),
    receivedAt: z.string(),
    position: z.string(),
    withdrawal: Taken.optional(),
  })
  .meta({ id: 'ReportHistoryItem' });
export type ReportHistoryItem = z.infer<typeof ReportHistoryItem>;
