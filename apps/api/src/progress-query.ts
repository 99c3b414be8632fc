import { ProgressItem, SeriesPoint, STATUSES, Submission, SUBMISSION_STATES } from '#contracts';
import { z } from 'zod';

const Text = z.string().min(1).max(200);
const Limit = z.coerce.number().int().min(1).max(1000).optional();

/** The parameters of `GET /v1/progress`; every one that is given narrows the answer. */
export const ProgressQuery = z.strictObject({
  term: z
    .string()
    .regex(/^\d{4}-\d{4}$/, 'the years of a term, as in 2020-2025')
    .optional(),
  resolution: Text.optional(),
  programme: Text.optional(),
  sector: Text.optional(),
  indicator: Text.optional(),
  unit: Text.optional(),
  level: Text.optional(),
  status: z.enum(STATUSES).optional(),
  asOf: z.iso.date().optional(),
  knownAt: z.iso.date().optional(),
  minPosition: z.string().max(100).optional(),
  cursor: z.string().max(100).optional(),
  limit: Limit,
});

export const SeriesQuery = z.strictObject({
  from: Text.optional(),
  to: Text.optional(),
  restatedTo: z.iso.date().optional(),
});

export const ExplanationQuery = z.strictObject({ asOf: z.iso.date().optional() });

export const SubmissionsQuery = z.strictObject({
  period: Text.optional(),
  unit: Text.optional(),
  indicator: Text.optional(),
  state: z.enum(SUBMISSION_STATES).optional(),
  cursor: z.string().max(1000).optional(),
  limit: Limit,
});

const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

export const ProgressAnswer = page(ProgressItem).meta({ id: 'ProgressPage' });
export const SubmissionsAnswer = page(Submission).meta({ id: 'SubmissionPage' });
export const SeriesAnswer = z.strictObject({ items: z.array(SeriesPoint) }).meta({ id: 'Series' });
