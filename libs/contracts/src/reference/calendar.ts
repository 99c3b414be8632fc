import { z } from 'zod';
import { Code, Day, text } from '../scalars.js';

const Deadline = z.union([
  z.strictObject({ level: Code, workingDaysAfterCutOff: z.int().min(0).max(60) }),
  z.strictObject({ level: Code, dayOfMonth: z.int().min(1).max(31) }),
]);

/** Which days a period means, and by when who has to report. `civil` is built in and may be replaced. */
export const CalendarDocument = z
  .strictObject({
    code: Code,
    /** 1 is the civil month; 15 starts each month on the 15th of the month before. */
    monthStartsOn: z.int().min(1).max(28).default(1),
    timeZone: text(60).optional(),
    holidays: z.array(Day).max(2000).default([]),
    workingSaturdays: z.array(Day).max(500).default([]),
    deadlines: z.array(Deadline).max(20).default([]),
  })
  .meta({ id: 'Calendar' });
export type CalendarDocument = z.infer<typeof CalendarDocument>;
