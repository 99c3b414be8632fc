import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, aSchedule, figuresOf, placeIn } from '../a-plan.fixture.js';
import { assess } from '../assess.js';
import { bandsOf } from '../bands.js';
import type { Plan } from '../types.js';

/** Five years of one report each, so that a fifth is due a year. */
function total(terms: Record<string, unknown>, overrides: Partial<Plan> = {}): Plan {
  return aPlan({ kind: 'total', ...terms }, { frequency: 'year', ...overrides });
}

function after(plan: Plan, period: string, values: Record<string, string>) {
  return assess(plan, figuresOf(plan, values), afterDeadline(plan, period));
}

test('the published figure: 76,754.67 of 74,610 is 102.87 %', () => {
  const plan = aPlan(
    { kind: 'total', min: '74610' },
    { schedule: aSchedule(2016, 2020, 'quarter'), acrossUnits: 'own' },
  );
  // 68,818 until June 2020, the rest estimates
  const figures = figuresOf(plan, {
    '2016-Q1': '30000.5',
    '2018-Q3': '38817.5',
    '2020-Q3': { value: '3900.17', estimates: 1 },
    '2020-Q4': { value: '4036.5', estimates: 1 },
  });
  expect(assess(plan, figures, '2021-01-11')).toMatchObject({
    period: '2020-Q4',
    actual: '76754.67',
    expected: '74610',
    // 76754.67 / 74610 = 1.02874507…
    pace: '1.0287',
    verdict: { status: 'attained' },
    standing: 'estimate',
    carried: { amount: '76754.67', denominator: null, periods: 4, estimates: 2 },
  });
});

describe('a floor', () => {
  const plan = total({ min: '750' });

  test.each([
    // 750 · n / 5
    [0, '150'],
    [2, '450'],
    [4, '750'],
  ])('at place %d %s is due', (index, expected) => {
    expect(bandsOf(plan, index)).toMatchObject({ expected, paceZero: '0', paceOne: expected });
  });

  test.each([
    // E = 450: on track from 427.5, at risk from 270
    ['427.5', '0.95', 'on-track'],
    ['427', '0.9489', 'at-risk'],
    ['270', '0.6', 'at-risk'],
    ['269', '0.5978', 'off-track'],
    ['0', '0', 'off-track'],
    ['749.9', '1.6664', 'on-track'],
    ['750', '1.6667', 'attained'],
  ])('%s by the third of five years: pace %s, %s', (value, pace, status) => {
    expect(after(plan, '2023', { '2021': '0', '2023': value })).toMatchObject({
      pace,
      verdict: { status },
    });
  });

  test('met early it can no longer be lost, if values cannot be negative', () => {
    const values = { '2021': '800' };
    expect(after(plan, '2021', values).verdict.status).toBe('attained');
    const balance = total({ min: '750' }, { boundsMin: undefined });
    expect(after(balance, '2021', values).verdict.status).toBe('on-track');
    const debt = total({ min: '750' }, { boundsMin: '-5' });
    expect(after(debt, '2021', values).verdict.status).toBe('on-track');
  });

  test('at the end it is attained or missed', () => {
    expect(after(plan, '2025', { '2024': '700', '2025': '50' }).verdict.status).toBe('attained');
    expect(after(plan, '2025', { '2024': '700', '2025': '49.9' }).verdict.status).toBe('missed');
  });

  test('the end is the end of the last day', () => {
    const figures = figuresOf(plan, { '2025': '749' });
    expect(assess(plan, figures, '2025-12-31').verdict.status).toBe('on-track');
    expect(assess(plan, figures, '2026-01-01').verdict.status).toBe('missed');
  });

  test('a strict floor is not met by equality', () => {
    const strict = total({ min: '750', strict: true });
    expect(after(strict, '2022', { '2022': '750' }).verdict.status).toBe('on-track');
    expect(after(strict, '2022', { '2022': '750.01' }).verdict.status).toBe('attained');
    expect(after(strict, '2025', { '2025': '750' }).verdict.status).toBe('missed');
  });

  test('an expected value has 12 decimals', () => {
    // 100 / 3 per year
    const thirds = total({ min: '100' }, { schedule: aSchedule(2021, 2023, 'year') });
    const expected = [0, 1, 2].map((index) => bandsOf(thirds, index).expected);
    expect(expected).toEqual(['33.333333333333', '66.666666666667', '100']);
  });
});

describe('a ceiling is paced the other way round', () => {
  const plan = total({ max: '100' });

  test.each([
    // E = 60; p = 60 / a: on track up to 63.157…, at risk up to 100 (60 / 0.6)
    ['0', null, 'on-track'],
    ['30', '2', 'on-track'],
    ['63', '0.9524', 'on-track'],
    ['63.157894736842105263157894736842', '0.95', 'on-track'],
    ['63.157894736842105263157894736843', '0.95', 'at-risk'],
    ['100', '0.6', 'at-risk'],
    ['100.000000000000000000000000000001', '0.6', 'missed'],
  ])('%s of 60 by now: pace %s, %s', (value, pace, status) => {
    expect(after(plan, '2023', { '2023': value })).toMatchObject({ pace, verdict: { status } });
  });

  test('exceeded it is missed at once, and only the sum decides', () => {
    expect(after(plan, '2021', { '2021': '101' }).verdict).toMatchObject({
      status: 'missed',
      breached: true,
    });
    // 0.1 + 0.2 against 0.3
    const small = total({ max: '0.3' });
    expect(after(small, '2022', { '2021': '0.1', '2022': '0.2' }).verdict.status).not.toBe(
      'missed',
    );
    expect(after(small, '2025', { '2021': '0.1', '2025': '0.2' }).verdict.status).toBe('attained');
  });

  test('off track before it is exceeded', () => {
    // first year: E = 20; p = 20 / 40
    expect(after(plan, '2021', { '2021': '40' })).toMatchObject({
      pace: '0.5',
      verdict: { status: 'off-track' },
    });
  });

  test('kept at the end it is attained; a strict one not by equality', () => {
    expect(after(plan, '2025', { '2025': '100' }).verdict.status).toBe('attained');
    const strict = total({ max: '100', strict: true });
    expect(after(strict, '2025', { '2025': '100' }).verdict.status).toBe('missed');
    expect(after(strict, '2023', { '2023': '100' }).verdict.status).toBe('missed');
  });

  test('of nothing at all', () => {
    const none = total({ max: '0' });
    expect(after(none, '2022', { '2022': '0' })).toMatchObject({
      expected: '0',
      pace: null,
      verdict: { status: 'on-track' },
    });
    expect(after(none, '2022', { '2022': '1' }).verdict.status).toBe('missed');
    expect(after(none, '2025', { '2025': '0' }).verdict.status).toBe('attained');
  });
});

describe('sums that may be negative', () => {
  test.each([
    // a ceiling of -100 has to be gone down to: E = -60, p = -30 / -60
    [{ max: '-100' }, '-30', '0.5', 'off-track'],
    [{ max: '-100' }, '-110', '1.8333', 'on-track'],
    // a floor of -100 is used up like a ceiling: E = -60, p = -60 / -50
    [{ min: '-100' }, '-50', '1.2', 'on-track'],
    [{ min: '-100' }, '-80', '0.75', 'at-risk'],
    [{ min: '-100' }, '-100', '0.6', 'at-risk'],
    [{ min: '-100' }, '-101', '0.5941', 'off-track'],
    [{ min: '-100' }, '5', null, 'on-track'],
  ])('%j with %s: pace %s, %s', (limit, value, pace, status) => {
    const plan = total(limit, { boundsMin: undefined });
    expect(after(plan, '2023', { '2023': value })).toMatchObject({ pace, verdict: { status } });
  });
});

describe('steps', () => {
  const plan = aPlan({
    kind: 'total',
    min: '75',
    trajectory: {
      kind: 'step',
      points: [
        { period: '2022', value: '20' },
        { period: '2024-Q2', value: '50' },
      ],
    },
  });

  test.each([
    ['2022-Q3', '0'],
    ['2022-Q4', '20'],
    ['2024-Q1', '20'],
    ['2024-Q2', '50'],
    ['2025-Q3', '50'],
    ['2025-Q4', '75'],
  ])('at %s %s is expected', (period, expected) => {
    expect(bandsOf(plan, placeIn(plan, period)).expected).toBe(expected);
  });

  test('while nothing is expected, nothing is late', () => {
    expect(after(plan, '2021-Q1', { '2021-Q1': '0' })).toMatchObject({
      pace: null,
      verdict: { status: 'on-track' },
    });
  });
});

test('it sums even where the indicator says otherwise of time', () => {
  const plan = total({ min: '10' }, { acrossTime: 'mean' });
  expect(after(plan, '2022', { '2021': '4', '2022': '5' }).actual).toBe('9');
});

test('of ratios and means it sums what each period came to', () => {
  const ratios = total({ min: '100' }, { value: 'ratio', factor: '100', acrossUnits: 'ratio' });
  const figures = figuresOf(ratios, {
    // 33.333333333333 + 50
    '2021': { value: '1', of: '3' },
    '2022': { value: '2', of: '4' },
  });
  expect(assess(ratios, figures, '2023-01-11').actual).toBe('83.333333333333');
  const means = total({ min: '100' }, { acrossUnits: 'mean' });
  const meant = figuresOf(means, {
    // 10 / 4 + 9 / 2
    '2021': { value: '10', reported: 4, due: 4 },
    '2022': { value: '9', reported: 2, due: 4 },
  });
  expect(assess(means, meant, '2023-01-11').actual).toBe('7');
});
