import { z } from 'zod';
import { Code, Day, Name, text } from '../scalars.js';

/** An organisation unit with a validity interval; identity is `id`, never the official code. */
export const UnitDocument = z
  .strictObject({
    id: Code,
    code: text(20).min(1),
    name: Name,
    level: Code,
    parent: Code.optional(),
    validFrom: Day,
    /** The first day it is no more. */
    validTo: Day.optional(),
  })
  .meta({ id: 'Unit' });
export type UnitDocument = z.infer<typeof UnitDocument>;
