import { z } from 'zod';
import { Code, Period } from '#contracts';

const Years = z.record(z.string().regex(/^\d{4}$/), z.number());

const drawn = {
  from: Period,
  to: Period.optional(),
  spread: z.number().default(0),
  noise: z.number().min(0).default(0),
  season: z.array(z.number()).optional(),
  /** The whole district's denominator in one period, for a ratio. */
  base: z.number().positive().optional(),
};

/** How one indicator's values are invented; `level` and `yearly` as the head of profiles.yaml says. */
export const Profile = z.union([
  z.strictObject({ ...drawn, level: Years }),
  z.strictObject({ ...drawn, yearly: Years }),
]);
export type Profile = z.infer<typeof Profile>;

const happening = {
  indicator: Code,
  /** A unit above the reporting one stands for all below it. */
  unit: Code,
  from: Period,
  to: Period.optional(),
};

export const Story = z.strictObject({
  ...happening,
  times: z.number().optional(),
  add: z.number().optional(),
});
export type Story = z.infer<typeof Story>;

/** The whole of profiles.yaml: what the generator needs besides the bundle. */
export const Invention = z.strictObject({
  seed: z.string(),
  wards: z.record(
    Code,
    z.strictObject({
      weight: z.number().positive(),
      offset: z.number(),
      byCode: z.boolean().default(false),
    }),
  ),
  habits: z.strictObject({
    late: z.number(),
    estimate: z.number(),
    corrected: z.number(),
    missing: z.number(),
  }),
  profiles: z.record(Code, Profile),
  stories: z.array(Story),
  silences: z.array(z.strictObject(happening)),
});
export type Invention = z.infer<typeof Invention>;
