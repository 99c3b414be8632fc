import { z } from 'zod';

/**
 * Why a report was refused. Codes are extended, never renamed.
 * The last five are ours: a unit of another level than the indicator's `reportedBy`, a field that the
 * contract does not know, a field of the wrong form, a field that is missing, and a report that is too large.
 */
export const REFUSAL_CODES = [
  'unknown-indicator',
  'unknown-unit',
  'unit-not-valid-in-period',
  'code-name-mismatch',
  'period-malformed',
  'period-wrong-frequency',
  'period-in-future',
  'period-locked',
  'value-malformed',
  'value-out-of-bounds',
  'value-shape',
  'not-permitted',
  'duplicate-conflict',
  'breakdown-mismatch',
  'unit-wrong-level',
  'unknown-field',
  'field-malformed',
  'field-missing',
  'body-too-large',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One thing that is wrong: where (a JSON pointer into what was sent), what (a code), and in words. */
export const Problem = z
  .strictObject({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
