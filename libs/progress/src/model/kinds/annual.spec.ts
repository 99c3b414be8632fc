import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, aSchedule, figuresOf, placeIn } from '../a-plan.fixture.js';
import { assess } from '../assess.js';
import { bandsOf } from '../bands.js';
import type { Plan } from '../types.js';

const floors = [
  { year: 2021, min: '100' },
  { year: 2022, min: '120' },
  { year: 2023, min: '140' },
];
const ceilings = [
  { year: 2021, max: '60' },
  { year: 2022, max: '54' },
  { year: 2023, max: '48' },
];
const schedule = aSchedule(2021, 2023, 'quarter');

function annual(plans: unknown, overrides: Partial<Plan> = {}): Plan {
  return aPlan({ kind: 'annual', plans }, { schedule, ...overrides });
}

function after(plan: Plan, period: string, values: Parameters<typeof figuresOf>[1]) {
  return assess(plan, figuresOf(plan, values), afterDeadline(plan, period));
}

/** A whole year in one quarter, the others reported as nothing. */
function year(of: number, value: string) {
  return { [`${of}-Q1`]: '0', [`${of}-Q2`]: '0', [`${of}-Q3`]: '0', [`${of}-Q4`]: value };
}

describe('the running year', () => {
  const plan = annual(floors);

  test.each([
    // the plan of the year by quarters
    ['2021-Q1', '25', { min: '100' }],
    ['2021-Q3', '75', { min: '100' }],
    ['2022-Q1', '30', { min: '120' }],
    ['2022-Q4', '120', { min: '120' }],
    ['2023-Q2', '70', { min: '140' }],
  ])('at %s %s of the plan is due', (period, expected, limit) => {
    expect(bandsOf(plan, placeIn(plan, period))).toMatchObject({ expected, limit });
  });

  test.each([
    // by the third quarter E = 75: on track from 71.25, at risk from 45
    ['21.25', '0.95', 'on-track'],
    ['21.24', '0.9499', 'at-risk'],
    ['-5', '0.6', 'at-risk'],
    ['-5.01', '0.5999', 'off-track'],
  ])('50 and then %s of 75: pace %s, %s', (value, pace, status) => {
    const found = after(plan, '2021-Q3', { '2021-Q1': '50', '2021-Q3': value });
    expect(found).toMatchObject({ pace, verdict: { status } });
  });

  test('it is not attained before the window closes, even when its plan is met', () => {
    expect(after(plan, '2021-Q2', { '2021-Q2': '100' }).verdict.status).toBe('on-track');
  });

  test('it starts from zero', () => {
    const found = after(plan, '2022-Q1', { ...year(2021, '100'), '2022-Q1': '30' });
    expect(found).toMatchObject({ actual: '30', pace: '1', carried: { amount: '30', periods: 1 } });
  });

  test('a window that begins in the year shares the plan over the periods it has', () => {
    const late = annual([{ year: 2021, min: '90' }], { schedule: schedule.slice(1, 4) });
    expect([0, 1, 2].map((index) => bandsOf(late, index).expected)).toEqual(['30', '60', '90']);
  });
});

describe('years before', () => {
  const plan = annual(floors);

  test('a missed one is told as the reason; the running year keeps its colour', () => {
    const missed = year(2021, '99');
    expect(after(plan, '2022-Q1', { ...missed, '2022-Q1': '30' })).toMatchObject({
      tainted: true,
      verdict: { status: 'on-track', reason: 'earlier-year-missed' },
    });
    expect(after(plan, '2022-Q1', { ...missed, '2022-Q1': '20' }).verdict).toMatchObject({
      status: 'at-risk',
      reason: 'earlier-year-missed',
    });
    expect(after(plan, '2022-Q1', { ...missed, '2022-Q1': '1' }).verdict).toMatchObject({
      status: 'off-track',
      reason: 'earlier-year-missed',
    });
  });

  test('a met one is not mentioned', () => {
    const found = after(plan, '2022-Q1', { ...year(2021, '100'), '2022-Q1': '30' });
    expect(found.tainted).toBe(false);
    expect(found.verdict.reason).toBeUndefined();
  });

  test('one that has no report, or lacks its last, cannot be told: it was not missed', () => {
    expect(after(plan, '2022-Q1', { '2022-Q1': '30' }).tainted).toBe(false);
    expect(after(plan, '2022-Q1', { '2021-Q3': '80', '2022-Q1': '30' }).tainted).toBe(false);
  });

  test('its last period counts once its deadline has passed', () => {
    const figures = figuresOf(plan, {
      '2021-Q4': { value: '90', reported: 1, due: 2 },
      '2022-Q1': '30',
    });
    expect(assess(plan, figures, '2022-01-10')).toMatchObject({
      period: '2022-Q1',
      tainted: false,
      revisitOn: '2022-01-11',
    });
    expect(assess(plan, figures, '2022-01-11')).toMatchObject({ tainted: true, revisitOn: null });
  });

  test('a correction heals', () => {
    const values = { ...year(2021, '99'), '2022-Q1': '30' };
    expect(after(plan, '2022-Q1', { ...values, '2021-Q2': '1' }).tainted).toBe(false);
  });
});

describe('at the end of the window', () => {
  const plan = annual(floors);
  const first = { ...year(2021, '100'), ...year(2022, '120') };

  test.each([
    ['every year met', { ...first, ...year(2023, '140') }, 'attained', undefined],
    ['the last one not', { ...first, ...year(2023, '139') }, 'missed', undefined],
    [
      'an earlier one not',
      { ...first, ...year(2021, '99'), ...year(2023, '140') },
      'missed',
      'earlier-year-missed',
    ],
    // every year has to be met, and nobody can tell that this one was
    [
      'an earlier one without reports',
      { ...year(2022, '120'), ...year(2023, '140') },
      'missed',
      'earlier-year-missed',
    ],
    // 100 by the second quarter cannot be lost again
    [
      'an earlier one met before its last quarter went missing',
      { '2021-Q2': '100', ...year(2022, '120'), ...year(2023, '140') },
      'attained',
      undefined,
    ],
  ])('%s', (_, values, status, reason) => {
    const { verdict } = after(plan, '2023-Q4', values);
    expect([verdict.status, verdict.reason]).toEqual([status, reason]);
  });

  test('the end is the end of the last day', () => {
    const figures = figuresOf(plan, { ...first, ...year(2023, '140') });
    expect(assess(plan, figures, '2023-12-31').verdict.status).toBe('on-track');
    expect(assess(plan, figures, '2024-01-01').verdict.status).toBe('attained');
  });
});

describe('a ceiling', () => {
  const plan = annual(ceilings);

  test.each([
    // E = 60 · 2/4 = 30; p = 30 / a
    ['0', null, 'on-track'],
    ['31', '0.9677', 'on-track'],
    ['40', '0.75', 'at-risk'],
    ['51', '0.5882', 'off-track'],
    ['60', '0.5', 'off-track'],
    ['61', '0.4918', 'missed'],
  ])('%s by the second quarter: pace %s, %s', (value, pace, status) => {
    expect(after(plan, '2021-Q2', { '2021-Q2': value })).toMatchObject({
      pace,
      verdict: { status },
    });
  });

  test('a year that exceeded it was missed, whatever the next one does', () => {
    const found = after(plan, '2022-Q1', { '2021-Q2': '61', '2022-Q1': '2' });
    expect(found.verdict).toMatchObject({ status: 'on-track', reason: 'earlier-year-missed' });
  });

  test('kept every year it is attained', () => {
    const kept = { ...year(2021, '60'), ...year(2022, '54'), ...year(2023, '48') };
    expect(after(plan, '2023-Q4', kept).verdict.status).toBe('attained');
    expect(after(plan, '2023-Q4', { ...kept, '2023-Q4': '49' }).verdict.status).toBe('missed');
  });
});

describe('as the indicator adds up over time', () => {
  test.each([
    // by the third quarter, of 10, 40, 30
    ['sum', '80', 3],
    ['last', '30', 1],
    ['mean', '26.666666666667', 3],
    ['min', '10', 3],
    ['max', '40', 3],
  ] as const)('%s', (acrossTime, actual, periods) => {
    const plan = annual(floors, { acrossTime });
    const values = { '2021-Q1': '10', '2021-Q2': '40', '2021-Q3': '30' };
    expect(after(plan, '2021-Q3', values)).toMatchObject({ actual, carried: { periods } });
  });

  test('ratio: numerators over denominators', () => {
    const plan = annual(floors, {
      acrossTime: 'ratio',
      acrossUnits: 'ratio',
      value: 'ratio',
      factor: '100',
    });
    // (1 + 8) / (3 + 9) · 100; not the mean of 33.3 and 88.9
    const found = after(plan, '2021-Q2', {
      '2021-Q1': { value: '1', of: '3' },
      '2021-Q2': { value: '8', of: '9' },
    });
    expect(found).toMatchObject({ actual: '75', carried: { amount: '9', denominator: '12' } });
  });

  test('a level above its ceiling is off track but not lost: it can come down', () => {
    const plan = annual(ceilings, { acrossTime: 'last' });
    expect(after(plan, '2021-Q4', { '2021-Q4': '61' }).verdict).toMatchObject({
      status: 'off-track',
      breached: true,
    });
  });
});

describe('a year without a plan', () => {
  const plan = annual([floors[0], floors[2]]);

  test('asks nothing', () => {
    expect(after(plan, '2022-Q1', { ...year(2021, '99'), '2022-Q1': '30' })).toMatchObject({
      expected: null,
      limit: null,
      verdict: { status: 'not-assessed', reason: 'no-target' },
    });
  });

  test('is no year to be met', () => {
    const values = { ...year(2021, '100'), ...year(2023, '140') };
    expect(after(plan, '2023-Q4', values).verdict.status).toBe('attained');
  });

  test('at the end leaves the verdict to the years before', () => {
    const early = annual([floors[0]]);
    const values = { ...year(2021, '100'), '2023-Q4': '0' };
    expect(after(early, '2023-Q4', values).verdict.status).toBe('attained');
    expect(after(early, '2023-Q4', { ...values, '2021-Q4': '1' }).verdict.status).toBe('missed');
  });
});

test('steps are listed within their year', () => {
  const plan = annual(floors, {});
  const stepped: Plan = {
    ...plan,
    terms: {
      ...plan.terms!,
      trajectory: { kind: 'step', points: [{ period: '2021-Q2', value: '40' }] },
    } as Plan['terms'],
  };
  const expected = ['2021-Q1', '2021-Q2', '2021-Q3', '2021-Q4', '2022-Q1', '2022-Q4'].map(
    (period) => bandsOf(stepped, placeIn(stepped, period)).expected,
  );
  expect(expected).toEqual(['0', '40', '40', '100', '0', '120']);
});

test('a standing is carried on within a year, not into a new one nor into the last period', () => {
  const plan = annual(floors);
  const continued = ['2021-Q1', '2021-Q2', '2022-Q1', '2022-Q2', '2023-Q4'].map(
    (period) => bandsOf(plan, placeIn(plan, period)).continues,
  );
  expect(continued).toEqual([false, true, false, true, false]);
});
