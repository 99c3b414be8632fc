import fc from 'fast-check';
import { aPlan, aSchedule, type Terms } from './a-plan.fixture.js';
import { exact } from './exact.js';
import type { Figure, Figures, Plan } from './types.js';

const FREQUENCIES = ['quarter', 'half-year', 'year'] as const;

/** Short decimals, often around zero and often alike, so that edges are met. */
export const decimals: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: -400, max: 400 }), fc.constantFrom(0, 0, 1, 3))
  .map(([digits, places]) =>
    exact(digits)
      .div(10 ** places)
      .toFixed(),
  );

const positive = decimals.map((value) => value.replace('-', ''));
const strict = fc.option(fc.boolean(), { nil: undefined });

const limit = fc
  .tuple(fc.constantFrom('min', 'max'), decimals, strict)
  .map(([side, value, isStrict]) => ({ [side]: value, ...(isStrict && { strict: true }) }));

const both = fc.tuple(decimals, positive, strict).map(([min, wide, isStrict]) => ({
  min,
  max: exact(min)
    .plus(wide)
    .plus(isStrict ? 1 : 0)
    .toFixed(),
  ...(isStrict && { strict: true }),
}));

const thresholds = fc.option(
  fc
    .tuple(
      fc.constantFrom('0.95', '1', '1.2', '0.7', '0'),
      fc.constantFrom('0.60', '0', '-0.5', '0.7'),
    )
    .map(([a, b]) => (exact(a).gte(b) ? { onTrack: a, atRisk: b } : { onTrack: b, atRisk: a })),
  { nil: undefined },
);

const steps = (years: readonly number[]) =>
  fc.option(
    fc.tuple(...years.map(() => fc.option(decimals, { nil: undefined }))).map((values) => {
      const points = values.flatMap((value, index) =>
        value === undefined ? [] : [{ period: `${years[index]}`, value }],
      );
      return points.length === 0 ? undefined : { kind: 'step', points };
    }),
    { nil: undefined },
  );

const YEARS = [2021, 2022, 2023];
const common = { thresholds, trajectory: steps(YEARS) };

const reach = fc
  .record({
    ...common,
    baseline: fc.option(
      fc.record({ value: decimals, period: fc.constantFrom('2019', '2020', '2021') }),
      { nil: undefined },
    ),
    side: fc.constantFrom('min', 'max'),
    isStrict: strict,
    values: fc.tuple(decimals, decimals),
    ends: fc.constantFrom(['2023'], ['2022'], ['2022', '2023']),
  })
  .map(({ side, isStrict, values, ends, ...rest }): Terms => ({
    kind: 'reach',
    ...rest,
    horizons: ends.map((period, index) => ({
      period,
      [side]: values[index],
      ...(isStrict && { strict: true }),
    })),
  }));

const total = fc
  .record({ ...common, limit })
  .map(({ limit: given, ...rest }): Terms => ({ kind: 'total', ...rest, ...given }));

const annual = fc
  .record({
    ...common,
    limits: fc.array(fc.option(limit, { nil: undefined }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ limits, ...rest }): Terms => {
    const plans = limits.flatMap((given, index) =>
      given ? [{ year: 2021 + index, ...given }] : [],
    );
    return {
      kind: 'annual',
      ...rest,
      plans: plans.length > 0 ? plans : [{ year: 2022, min: '7' }],
    };
  });

const maintain = fc
  .record({
    thresholds,
    limit: fc.oneof(limit, both),
    margin: fc.option(positive, { nil: undefined }),
  })
  .map(({ limit: given, ...rest }): Terms => ({ kind: 'maintain', ...rest, ...given }));

export const terms: fc.Arbitrary<Terms> = fc.oneof(reach, total, annual, maintain);

const shapes = fc.constantFrom<Pick<Plan, 'value' | 'acrossUnits' | 'acrossTime'>>(
  { value: 'plain', acrossUnits: 'sum', acrossTime: 'sum' },
  { value: 'plain', acrossUnits: 'own', acrossTime: 'last' },
  { value: 'plain', acrossUnits: 'mean', acrossTime: 'mean' },
  { value: 'plain', acrossUnits: 'min', acrossTime: 'min' },
  { value: 'plain', acrossUnits: 'max', acrossTime: 'max' },
  { value: 'ratio', acrossUnits: 'ratio', acrossTime: 'ratio' },
  { value: 'ratio', acrossUnits: 'ratio', acrossTime: 'sum' },
);

/** Any plan over three years. */
export const plans: fc.Arbitrary<Plan> = fc
  .tuple(terms, shapes, fc.constantFrom(...FREQUENCIES), fc.constantFrom(undefined, '0', '-5'))
  .map(([given, shape, frequency, boundsMin]) =>
    aPlan(defined(given), {
      ...shape,
      frequency,
      boundsMin,
      schedule: aSchedule(2021, 2023, frequency),
    }),
  );

function defined(given: Terms): Terms {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Terms;
}

/**
 * Figures for some of a plan's periods. With `whole`, every due report is in wherever there is one. A cell
 * is one number whose digits say everything: drawing records of five takes a hundred times as long.
 */
export function figuresFor(plan: Plan, whole = false): fc.Arbitrary<Figures> {
  const { length } = plan.schedule;
  const cells = fc.array(fc.nat({ max: 99_999_999 }), { minLength: length, maxLength: length });
  return cells.map((found) => {
    const figures = new Map<number, Figure>();
    plan.schedule.forEach(({ no }, index) => {
      const figure = figureFrom(plan, no, found[index] ?? 0, whole);
      if (figure) figures.set(no, figure);
    });
    return figures;
  });
}

function figureFrom(plan: Plan, no: number, cell: number, whole: boolean): Figure | undefined {
  const [present, missing, estimates, places] = String(cell).padStart(8, '0').split('').map(Number);
  if (present === 0) return undefined;
  const due = (cell % 4) + 1;
  const reported = whole || (missing ?? 0) > 2 ? due : due - Math.min(missing ?? 0, due);
  const amount = exact((cell % 801) - 400);
  return {
    no,
    amount: (places ?? 0) > 5 ? amount.div(1000) : amount,
    denominator: plan.value === 'ratio' ? exact(cell % 10) : null,
    due,
    reported,
    estimates: estimates === 0 ? Math.min(1, reported) : 0,
  };
}

/** A plan, its figures, and a day between a little before its window and well after it. */
export function situations(whole = false): fc.Arbitrary<readonly [Plan, Figures, string]> {
  return plans.chain((plan) => fc.tuple(fc.constant(plan), figuresFor(plan, whole), days));
}

export const days: fc.Arbitrary<string> = fc
  .integer({ min: -30, max: 3 * 365 + 60 })
  .map((offset) => new Date(Date.UTC(2021, 0, 1 + offset)).toISOString().slice(0, 10));
