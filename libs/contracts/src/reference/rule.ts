import { z } from 'zod';
import { Decimal } from '../decimal.js';
import { Code, Name, text } from '../scalars.js';
import { STATUSES } from '../status.js';

const OneOrMore = z.union([Code, z.array(Code).min(1).max(5000)]);

const Limits = z
  .strictObject({ below: Decimal.optional(), above: Decimal.optional() })
  .refine((limit) => (limit.below === undefined) !== (limit.above === undefined), {
    message: 'exactly one of below and above',
  });

/** What a rule fires on; judged on assessed periods, except `overdue`, which is judged on deadlines. */
export const Condition = z.union([
  z.strictObject({ status: z.array(z.enum(STATUSES)).min(1) }),
  z.strictObject({ pace: z.strictObject({ below: Decimal }) }),
  z.strictObject({ value: Limits }),
  z.strictObject({ overdue: z.strictObject({ workingDays: z.int().min(0).max(250) }) }),
]);
export type Condition = z.infer<typeof Condition>;

/** When a rule no longer holds although `when` might: the mirror of a condition. */
export const ClearCondition = z.union([
  z.strictObject({ status: z.array(z.enum(STATUSES)).min(1) }),
  z.strictObject({ pace: z.strictObject({ above: Decimal }) }),
  z.strictObject({ value: Limits }),
]);
export type ClearCondition = z.infer<typeof ClearCondition>;

export const CONDITIONS_TO_COME = ['change', 'forecast', 'silent'] as const;

export const Schedule = z.union([
  z.strictObject({ every: z.iso.duration() }),
  z.strictObject({ cron: text(100).min(9) }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** A rule watches the progress of the targets in its scope and opens an episode when `when` holds. */
export const RuleDocument = z
  .strictObject({
    code: Code,
    name: Name,
    severity: z.enum(['critical', 'warning', 'info']),
    scope: z
      .strictObject({
        resolution: OneOrMore.optional(),
        programme: OneOrMore.optional(),
        sector: OneOrMore.optional(),
        indicator: OneOrMore.optional(),
        unit: OneOrMore.optional(),
        level: OneOrMore.optional(),
      })
      .default({}),
    when: Condition,
    /** In how many consecutive assessed periods `when` must hold. */
    for: z.int().min(1).max(60).default(1),
    clear: ClearCondition.optional(),
    schedule: Schedule.default({ every: 'PT15M' }),
    notify: z.array(Code).max(50).default([]),
  })
  .meta({ id: 'Rule' });
export type RuleDocument = z.infer<typeof RuleDocument>;
