import { Code, Period, ReportHistoryItem } from '#contracts';
import { z } from 'zod';

/** The parameters of `GET /v1/reports`: which cell, and where in its history. */
export const HistoryQuery = z.strictObject({
  indicator: Code,
  unit: Code,
  period: Period,
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const HistoryAnswer = z
  .strictObject({ items: z.array(ReportHistoryItem), next: z.string().nullable() })
  .meta({ id: 'ReportHistory' });
