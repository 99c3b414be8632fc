import { z } from 'zod';
import { Decimal } from './decimal.js';
import { Code, Period, ReportId, Standing, text } from './scalars.js';

const BreakdownPart = z
  .looseObject({ value: Decimal })
  .refine((part) => Object.values(part).every((v) => typeof v === 'string'), {
    message: 'dimension values are strings',
  });

/** The body of `POST /v1/reports`: one unit's statement of one indicator for one period. */
export const SubmittedReport = z
  .strictObject({
    reportId: ReportId.optional(),
    indicator: Code,
    unit: Code.optional(),
    unitCode: text(20).min(1).optional(),
    unitName: text(500).min(1).optional(),
    period: text(20).min(1),
    value: Decimal.optional(),
    numerator: Decimal.optional(),
    denominator: Decimal.optional(),
    done: z.boolean().optional(),
    standing: Standing.optional(),
    note: text(4000).optional(),
    evidence: z.array(z.url().max(2000)).max(50).optional(),
    breakdown: z.array(BreakdownPart).max(200).optional(),
  })
  .refine((r) => (r.unit === undefined) !== (r.unitCode === undefined), {
    path: ['unit'],
    message: 'exactly one of unit and unitCode',
  })
  .refine((r) => r.unitName === undefined || r.unitCode !== undefined, {
    path: ['unitName'],
    message: 'unitName goes with unitCode',
  })
  .meta({ id: 'SubmittedReport' });
export type SubmittedReport = z.infer<typeof SubmittedReport>;

export const MAX_BATCH = 5000;

/** What a report may have at most, in bytes of JSON without spaces: a set of them must fit into the log at once. */
export const LARGEST_REPORT_BYTES = 256 * 1024;

/** The body of `POST /v1/reports/batch`; each row is judged by itself, so rows are not parsed here. */
export const SubmittedBatch = z
  .strictObject({ reports: z.array(z.unknown()).max(MAX_BATCH) })
  .meta({ id: 'SubmittedBatch' });

/** The body of `POST /v1/reports/{reportId}/withdrawal`. */
export const Withdrawal = z.strictObject({ reason: text(4000).min(1) }).meta({ id: 'Withdrawal' });
export type Withdrawal = z.infer<typeof Withdrawal>;

/** A report as the log keeps it: resolved, canonical, never changed. Amounts are canonical decimals. */
export const AcceptedReport = z
  .strictObject({
    reportId: ReportId,
    indicator: Code,
    unit: Code,
    period: Period,
    value: z.string().optional(),
    numerator: z.string().optional(),
    denominator: z.string().optional(),
    done: z.boolean().optional(),
    standing: Standing,
    /** The name of the key that sent it, and the key's id. */
    sender: z.string(),
    senderKey: z.string(),
    /** The version of reference data by which it was accepted. */
    catalogueVersion: z.int(),
    note: z.string().optional(),
    evidence: z.array(z.string()).optional(),
    breakdown: z.array(z.record(z.string(), z.string())).optional(),
    fingerprint: z.string(),
  })
  .meta({ id: 'AcceptedReport' });
export type AcceptedReport = z.infer<typeof AcceptedReport>;

export const WithdrawnReport = z
  .strictObject({
    reportId: ReportId,
    indicator: Code,
    reason: z.string(),
    sender: z.string(),
    senderKey: z.string(),
  })
  .meta({ id: 'WithdrawnReport' });
export type WithdrawnReport = z.infer<typeof WithdrawnReport>;
