import { z } from 'zod';

/** Kebab-case and stable: `e-health-record`. */
export const Code = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'kebab-case: small letters, digits and single hyphens');

/** A calendar day, `2024-06-30`, without a time zone: the calendar says which. */
export const Day = z.iso.date();

/** `2024`, `2024-H1`, `2024-Q2` or `2024-06`; which days that means is the calendar's to say. */
export const PERIOD_PATTERN = /^(?:19|20|21)\d{2}(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/;
export const Period = z
  .string()
  .regex(PERIOD_PATTERN, 'a period: 2024, 2024-H1, 2024-Q2 or 2024-06');

/** Free text. Without U+0000 and halves of characters, which PostgreSQL cannot keep. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\u0000\p{Cs}]*$/u, 'text without U+0000 and halves of characters');

/** Vietnamese is the language of record; English may stand beside it. */
export const Name = z.strictObject({
  vi: text(500).min(1),
  en: text(500).min(1).optional(),
});
export type Name = z.infer<typeof Name>;

/** What the sender calls a report; retries under the same id are safe. A part of addresses, so not `.` or `..`. */
export const ReportId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._:~-]+$/, 'letters, digits and . _ : ~ - only');

export const Standing = z.enum(['official', 'estimate']);
export type Standing = z.infer<typeof Standing>;

/**
 * One of the values there are today, in what others read: more may come, and they bear with one that they
 * do not know. Documents say so with `x-extensible-enum`.
 */
export function extensible<const Values extends readonly string[]>(values: Values) {
  return z.enum(values).meta({
    override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
      delete jsonSchema['enum'];
      Object.assign(jsonSchema, { 'x-extensible-enum': [...values] });
    },
  });
}

export const FREQUENCIES = ['month', 'quarter', 'half-year', 'year'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
