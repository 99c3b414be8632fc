import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aPlan, aSchedule, figuresOf, type Terms } from './a-plan.fixture.js';
import { dayAfter } from './assessable.js';
import { assess } from './assess.js';
import { bandsOf } from './bands.js';
import { exact } from './exact.js';
import { limitsIn, meets } from './limit.js';
import { decimals, figuresFor, plans, situations } from './random.fixture.js';
import type { Figure, Figures, Plan } from './types.js';
import { isGreen, verdictOf, VERDICTS } from './verdict.js';

const runs = { numRuns: 400 };
const RANK = { attained: 5, 'on-track': 4, 'at-risk': 3, 'off-track': 2, missed: 1 };

function rank(no: number): number | undefined {
  const { status } = verdictOf(no);
  return status === 'not-assessed' ? undefined : RANK[status];
}

describe('a breached limit is never green', () => {
  test('of what has to be maintained, whatever was before', () => {
    fc.assert(
      fc.property(situations(), ([plan, figures, at]) => {
        const found = assess(plan, figures, at);
        if (plan.terms?.kind !== 'maintain' || found.actual === null) return;
        const actual = exact(found.actual);
        const breached = !limitsIn(plan.terms).every((limit) => meets(limit, actual));
        if (breached) expect(['off-track', 'missed']).toContain(found.verdict.status);
        expect(found.verdict.breached).toBe(breached);
      }),
      { numRuns: 600 },
    );
  });

  test('of a ceiling on a sum', () => {
    fc.assert(
      fc.property(situations(), ([plan, figures, at]) => {
        const found = assess(plan, figures, at);
        const { max, strict } = found.limit ?? {};
        if (plan.terms?.kind !== 'total' || found.actual === null || max === undefined) return;
        const met = meets(
          { side: 'max', value: exact(max), strict: strict === true },
          exact(found.actual),
        );
        if (!met && !max.startsWith('-')) expect(found.verdict.status).toBe('missed');
        if (!met && found.closed) expect(isGreen(found.verdict.no)).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  test('at the end nothing unmet is attained', () => {
    fc.assert(
      fc.property(situations(), ([plan, figures, at]) => {
        const { limit, actual, verdict } = assess(plan, figures, at);
        if (verdict.status !== 'attained' || limit === null || actual === null) return;
        expect(limitsIn(limit).every((one) => meets(one, exact(actual)))).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});

test('more of what a floor asks, or less under a ceiling, never worsens a verdict', () => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, seed) => {
      const bands = bandsOf(plan, seed % plan.schedule.length);
      const { min, max } = bands.limit ?? {};
      if ((min === undefined) === (max === undefined)) return;
      for (const row of bands.verdicts) {
        const ranks = row.map(rank).filter((found) => found !== undefined);
        const sorted = [...ranks].sort((a, b) => (max === undefined ? a - b : b - a));
        expect(ranks).toEqual(sorted);
      }
    }),
    { numRuns: 600 },
  );
});

test('scaling every value by the same power of ten changes no verdict', () => {
  const scaledBy = (value: unknown, by: string): unknown => {
    if (typeof value === 'string') return exact(value).times(by).toFixed();
    return value;
  };
  const scale = (terms: unknown, by: string): unknown => {
    if (Array.isArray(terms)) return terms.map((one) => scale(one, by));
    if (typeof terms !== 'object' || terms === null) return terms;
    const entries = Object.entries(terms).map(([key, value]) => [
      key,
      ['min', 'max', 'value', 'margin'].includes(key)
        ? scaledBy(value, by)
        : key === 'thresholds'
          ? value
          : scale(value, by),
    ]);
    return Object.fromEntries(entries) as unknown;
  };
  fc.assert(
    fc.property(situations(), fc.constantFrom('0.001', '10', '1000'), ([plan, figures, at], by) => {
      const larger: Plan = {
        ...plan,
        terms: scale(plan.terms, by) as Plan['terms'],
        boundsMin: plan.boundsMin && exact(plan.boundsMin).times(by).toFixed(),
      };
      const more = new Map(
        [...figures].map(([no, figure]): [number, Figure] => [
          no,
          { ...figure, amount: figure.amount.times(by) },
        ]),
      );
      // Quotients keep 12 decimals whatever their size; what divides out is compared exactly.
      fc.pre(plan.value !== 'ratio' && plan.acrossUnits !== 'mean');
      const [before, after] = [assess(plan, figures, at), assess(larger, more, at)];
      expect(after.verdict).toEqual(before.verdict);
    }),
    runs,
  );
});

describe('silence', () => {
  const later = fc.integer({ min: 0, max: 900 });

  function after(day: string, days: number): string {
    return Array.from({ length: days }).reduce<string>((last) => dayAfter(last), day);
  }

  test('changes nothing but what closes, once all that is in was due', () => {
    fc.assert(
      fc.property(situations(true), later, ([plan, figures, day], days) => {
        const last = plan.schedule.findLast((period) => figures.has(period.no));
        const at = last && last.firstDay > day ? last.firstDay : day;
        const [now, then] = [assess(plan, figures, at), assess(plan, figures, after(at, days))];
        fc.pre(now.period !== null);
        expect([then.period, then.actual, then.pace]).toEqual([now.period, now.actual, now.pace]);
        expect(then.overduePeriods).toBeGreaterThanOrEqual(now.overduePeriods);
        if (then.closed === now.closed) expect(then.verdict).toEqual(now.verdict);
      }),
      runs,
    );
  });

  test('never betters a verdict while the same period is assessed', () => {
    fc.assert(
      fc.property(situations(), later, ([plan, figures, at], days) => {
        const [now, then] = [assess(plan, figures, at), assess(plan, figures, after(at, days))];
        if (now.period === null || now.period !== then.period || then.closed !== now.closed) return;
        const [before, since] = [rank(now.verdict.no), rank(then.verdict.no)];
        if (before !== undefined) expect(since).toBeLessThanOrEqual(before);
      }),
      runs,
    );
  });

  test('before the day to revisit, time alone changes neither the period nor the verdict', () => {
    fc.assert(
      fc.property(situations(), later, ([plan, figures, at], days) => {
        const now = assess(plan, figures, at);
        const day = after(at, days);
        if (now.revisitOn !== null && day >= now.revisitOn) return;
        const then = assess(plan, figures, day);
        expect([then.period, then.verdict]).toEqual([now.period, now.verdict]);
      }),
      runs,
    );
  });
});

describe('a second implementation in fractions', () => {
  type Fraction = readonly [bigint, bigint];
  const ONE = 10n ** 40n;
  const fraction = (text: string): Fraction => {
    const [whole = '0', rest = ''] = text.replace('-', '').split('.');
    const n = BigInt(whole + rest.padEnd(40, '0'));
    return [text.startsWith('-') ? -n : n, ONE];
  };
  const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d - c * b, b * d];
  const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
  const plus = (a: Fraction, b: Fraction): Fraction => minus(a, times([-1n, 1n], b));
  const sign = ([a, b]: Fraction): number => (a === 0n ? 0 : a > 0n === b > 0n ? 1 : -1);
  const rounded = ([a, b]: Fraction): Fraction => {
    const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
    const digits = (2n * top * 10n ** 12n + bottom) / (2n * bottom);
    return [a < 0n === b < 0n ? digits : -digits, 10n ** 12n];
  };
  const atLeast = (a: Fraction, b: Fraction) => sign(minus(a, b)) >= 0;

  /** The colour of an open target by the sentence of the rules: p = (a - b) / (E - b). */
  function colour(actual: Fraction, baseline: Fraction, expected: Fraction): string {
    const [way, made] = [minus(expected, baseline), minus(actual, baseline)];
    const pace: Fraction = [made[0] * way[1], made[1] * way[0]];
    if (atLeast(pace, fraction('0.95'))) return 'on-track';
    return atLeast(pace, fraction('0.60')) ? 'at-risk' : 'off-track';
  }

  const schedule = aSchedule(2021, 2023, 'quarter');
  const place = fc.integer({ min: 0, max: 11 });

  test('reach, on the way from a baseline to a target beyond it', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, place, (b, t, a, index) => {
        fc.pre(b !== t);
        const limit = exact(t).gt(b) ? { min: t } : { max: t };
        const terms = {
          kind: 'reach',
          baseline: { value: b, period: '2020' },
          horizons: [{ period: '2023', ...limit }],
        } as Terms;
        const plan = aPlan(terms, { schedule });
        const period = schedule[index]!;
        const way = times(minus(fraction(t), fraction(b)), [BigInt(index + 1), 12n]);
        const expected = rounded(plus(fraction(b), way));
        const found = assess(plan, figuresOf(plan, { [period.period]: a }), period.lastDay);
        expect(found.verdict.status).toBe(colour(fraction(a), fraction(b), expected));
        expect(minus(fraction(found.expected ?? ''), expected)[0]).toBe(0n);
      }),
      { numRuns: 600 },
    );
  });

  test('total, towards a floor and under a ceiling above zero', () => {
    const above = decimals.filter((value) => exact(value).gt(0));
    fc.assert(
      fc.property(above, above, place, fc.boolean(), (t, a, index, isFloor) => {
        const plan = aPlan({ kind: 'total', [isFloor ? 'min' : 'max']: t }, { schedule });
        const period = schedule[index]!;
        const expected = rounded(times(fraction(t), [BigInt(index + 1), 12n]));
        const found = assess(plan, figuresOf(plan, { [period.period]: a }), period.lastDay);
        const zero = fraction('0');
        const met = isFloor ? exact(a).gte(t) : exact(a).lte(t);
        if (isFloor && met) expect(found.verdict.status).toBe('attained');
        else if (isFloor) expect(found.verdict.status).toBe(colour(fraction(a), zero, expected));
        else if (!met) expect(found.verdict.status).toBe('missed');
        else expect(found.verdict.status).toBe(colour(expected, zero, fraction(a)));
      }),
      { numRuns: 600 },
    );
  });
});

describe('sums are exact', () => {
  test('in whatever order and size', () => {
    const total = aPlan({ kind: 'total', max: '0.3' }, { frequency: 'year' });
    const tenths = figuresOf(total, { '2021': '0.1', '2022': '0.2' });
    expect(assess(total, tenths, '2023-01-11').actual).toBe('0.3');
    const wide = figuresOf(total, {
      '2021': `1${'0'.repeat(29)}`,
      '2022': `0.${'0'.repeat(29)}1`,
    });
    expect(assess(total, wide, '2023-01-11').actual).toBe(`1${'0'.repeat(29)}.${'0'.repeat(29)}1`);
  });

  test('the year adds up to the window', () => {
    const shape = {
      acrossUnits: 'sum',
      acrossTime: 'sum',
      schedule: aSchedule(2021, 2021, 'quarter'),
    } as const;
    const year = aPlan({ kind: 'annual', plans: [{ year: 2021, min: '7' }] }, shape);
    const window = aPlan({ kind: 'total', min: '7' }, shape);
    fc.assert(
      fc.property(figuresFor(year), (figures: Figures) => {
        const [a, b] = [assess(year, figures, '2022-02-01'), assess(window, figures, '2022-02-01')];
        expect(a.actual).toBe(b.actual);
      }),
      runs,
    );
  });
});

test('numbers of verdicts are stable', () => {
  expect(
    VERDICTS.map(({ no, status, reason }) => [no, status, reason].filter(Boolean).join(' ')),
  ).toEqual([
    '10 attained',
    '20 on-track',
    '21 on-track earlier-year-missed',
    '30 at-risk',
    '31 at-risk near-limit',
    '32 at-risk breached-before',
    '33 at-risk earlier-year-missed',
    '40 off-track',
    '41 off-track',
    '42 off-track earlier-year-missed',
    '50 missed',
    '51 missed',
    '52 missed breached-before',
    '53 missed earlier-year-missed',
    '61 not-assessed no-report',
    '62 not-assessed not-due',
    '63 not-assessed no-baseline',
    '64 not-assessed no-denominator',
    '65 not-assessed no-target',
    '66 not-assessed incomplete',
  ]);
  expect(() => verdictOf(99)).toThrow(RangeError);
});
