import { z } from 'zod';
import { Decimal } from '../decimal.js';
import { Code, FREQUENCIES, Name, text } from '../scalars.js';

export const ACROSS_UNITS = ['sum', 'ratio', 'mean', 'min', 'max', 'own'] as const;
export const ACROSS_TIME = ['sum', 'last', 'mean', 'min', 'max', 'ratio'] as const;
export type AcrossUnits = (typeof ACROSS_UNITS)[number];
export type AcrossTime = (typeof ACROSS_TIME)[number];

/** What is measured: its unit of measure, its rhythm, and how values add up over units and over time. */
export const IndicatorDocument = z
  .strictObject({
    code: Code,
    name: Name,
    sector: Code,
    unitOfMeasure: text(60).min(1),
    direction: z.enum(['up', 'down']),
    frequency: z.enum(FREQUENCIES),
    calendar: Code.default('civil'),
    reportedBy: Code,
    value: z.enum(['plain', 'ratio', 'done']).default('plain'),
    factor: Decimal.optional(),
    decimals: z.int().min(0).max(12).default(2),
    acrossUnits: z.enum(ACROSS_UNITS),
    acrossTime: z.enum(ACROSS_TIME),
    bounds: z.strictObject({ min: Decimal.optional(), max: Decimal.optional() }).optional(),
    dimensions: z.record(Code, z.array(text(100).min(1)).min(1).max(100)).optional(),
    source: text(2000).optional(),
    note: text(4000).optional(),
  })
  .meta({ id: 'Indicator' });
export type IndicatorDocument = z.infer<typeof IndicatorDocument>;
