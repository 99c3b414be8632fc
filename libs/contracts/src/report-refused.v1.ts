import { z } from 'zod';
import { REFUSAL_CODES } from './refusal.js';
import { extensible, ReportId } from './scalars.js';

/** A refusal without words: they are chosen when it is read. `because` tells cases of one code apart. */
export const Refusal = z
  .strictObject({
    pointer: z.string(),
    code: extensible(REFUSAL_CODES),
    because: z.string().optional(),
    values: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof Refusal>;

/** A report that was not taken, as the log keeps it: what it spoke of as far as that could be read, and why. */
export const RefusedReport = z
  .strictObject({
    reportId: ReportId.optional(),
    indicator: z.string().optional(),
    unit: z.string().optional(),
    unitCode: z.string().optional(),
    period: z.string().optional(),
    sender: z.string(),
    senderKey: z.string(),
    errors: z.array(Refusal).min(1),
  })
  .meta({ id: 'RefusedReport' });
export type RefusedReport = z.infer<typeof RefusedReport>;
