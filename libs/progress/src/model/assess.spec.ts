import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, figuresOf } from './a-plan.fixture.js';
import { assessablePlaces, dayAfter, overdueAfter } from './assessable.js';
import { assess, assessPeriod } from './assess.js';

const plan = aPlan({ kind: 'maintain', min: '95' });
const some = (value: string, reported: number, due = 10) => ({ value, reported, due });

describe('which period is assessed', () => {
  test('the latest one once every due report is in, even before it ends', () => {
    const figures = figuresOf(plan, { '2021-Q1': '97', '2021-Q2': some('96', 10) });
    expect(assess(plan, figures, '2021-04-01').period).toBe('2021-Q2');
  });

  test('a partial one from the day after its deadline on', () => {
    const figures = figuresOf(plan, { '2021-Q1': '97', '2021-Q2': some('90', 1) });
    expect(assess(plan, figures, '2021-07-10')).toMatchObject({
      period: '2021-Q1',
      completeness: { due: 1, reported: 1 },
      verdict: { status: 'on-track' },
      revisitOn: '2021-07-11',
    });
    expect(assess(plan, figures, '2021-07-11')).toMatchObject({
      period: '2021-Q2',
      completeness: { due: 10, reported: 1 },
      verdict: { status: 'off-track' },
      revisitOn: null,
    });
  });

  test('not one that has not begun on the day asked for', () => {
    const figures = figuresOf(plan, { '2021-Q1': '97', '2021-Q2': '94' });
    expect(assess(plan, figures, '2021-03-31')).toMatchObject({
      period: '2021-Q1',
      verdict: { status: 'on-track' },
      revisitOn: '2021-04-01',
    });
  });

  test('a silent one never: it is overdue, and changes no colour', () => {
    const figures = figuresOf(plan, { '2021-Q1': '94' });
    const later = assess(plan, figures, '2021-10-11');
    expect(later).toMatchObject({ period: '2021-Q1', overduePeriods: 2 });
    expect(later.verdict).toEqual(assess(plan, figures, '2021-04-11').verdict);
  });

  test('a figure whose reports were all withdrawn is none', () => {
    const figures = figuresOf(plan, { '2021-Q1': '94', '2021-Q2': some('0', 0) });
    expect(assess(plan, figures, '2021-10-11').period).toBe('2021-Q1');
  });
});

describe('before any assessable period', () => {
  test('no deadline has passed: not due', () => {
    expect(assess(plan, new Map(), '2021-04-10')).toMatchObject({
      periodIndex: null,
      period: null,
      actual: null,
      expected: null,
      limit: { min: '95' },
      standing: null,
      completeness: null,
      carried: null,
      overduePeriods: 0,
      revisitOn: '2021-04-11',
      verdict: { status: 'not-assessed', reason: 'not-due' },
    });
    expect(assess(plan, new Map(), '2020-01-01').verdict.reason).toBe('not-due');
  });

  test('one has: no report', () => {
    expect(assess(plan, new Map(), '2021-04-11')).toMatchObject({
      overduePeriods: 1,
      revisitOn: null,
      verdict: { status: 'not-assessed', reason: 'no-report' },
    });
  });

  test('some reports are in, and the rest is awaited', () => {
    const figures = figuresOf(plan, { '2021-Q1': some('97', 4) });
    expect(assess(plan, figures, '2021-04-02')).toMatchObject({
      period: null,
      completeness: { due: 10, reported: 4 },
      revisitOn: '2021-04-11',
      verdict: { reason: 'not-due' },
    });
  });

  test('a silent target never becomes missed: its window has nothing to close on', () => {
    expect(assess(plan, new Map(), '2030-01-01')).toMatchObject({
      overduePeriods: 20,
      closed: false,
      verdict: { status: 'not-assessed', reason: 'no-report' },
    });
  });
});

describe('what cannot be assessed although reports are in', () => {
  test('a ratio without a denominator', () => {
    const ratio = aPlan({ kind: 'maintain', min: '95' }, { value: 'ratio', acrossUnits: 'ratio' });
    const figures = figuresOf(ratio, { '2021-Q1': { value: '0', of: '0' } });
    expect(assess(ratio, figures, '2021-04-11')).toMatchObject({
      period: '2021-Q1',
      actual: null,
      pace: null,
      expected: '95',
      verdict: { status: 'not-assessed', reason: 'no-denominator' },
    });
  });

  test.each(['min', 'max'] as const)(
    '%s of some units: nothing green can be said',
    (acrossUnits) => {
      const extreme = aPlan({ kind: 'maintain', min: '95', margin: '1' }, { acrossUnits });
      const judged = (value: string, reported: number) =>
        assess(extreme, figuresOf(extreme, { '2021-Q1': some(value, reported) }), '2021-04-11');
      expect(judged('97', 10).verdict.status).toBe('on-track');
      expect(judged('97', 9)).toMatchObject({
        lacksUnits: true,
        actual: '97',
        verdict: { status: 'not-assessed', reason: 'incomplete' },
      });
      expect(judged('95.5', 9).verdict.status).toBe('at-risk');
      expect(judged('94', 9).verdict.status).toBe('off-track');
    },
  );

  test.each(['sum', 'mean'] as const)('%s of some units is assessed', (acrossUnits) => {
    const partial = aPlan({ kind: 'maintain', min: '5' }, { acrossUnits });
    const figures = figuresOf(partial, { '2021-Q1': some('54', 9) });
    expect(assess(partial, figures, '2021-04-11')).toMatchObject({
      // the mean is over those that reported: 54 / 9
      actual: acrossUnits === 'sum' ? '54' : '6',
      lacksUnits: false,
      verdict: { status: 'on-track' },
    });
  });
});

describe('without a target', () => {
  const none = aPlan(null);

  test('the latest actual is shown, and nothing is judged', () => {
    const figures = figuresOf(none, { '2021-Q1': '12', '2025-Q4': '13' });
    expect(assess(none, figures, '2026-02-01')).toMatchObject({
      period: '2025-Q4',
      actual: '13',
      expected: null,
      limit: null,
      closed: false,
      verdict: { status: 'not-assessed', reason: 'no-target' },
    });
  });

  test('also before there is one, and without a denominator', () => {
    expect(assess(none, new Map(), '2021-01-01')).toMatchObject({
      revisitOn: null,
      verdict: { reason: 'no-target' },
    });
    const figures = figuresOf(none, { '2021-Q1': { value: '1', of: '0' } });
    expect(assess(none, figures, '2021-05-01').verdict.reason).toBe('no-target');
  });
});

test('an estimate makes a period assessable, and the standing says so', () => {
  const total = aPlan({ kind: 'total', min: '100' });
  const figures = figuresOf(total, {
    '2021-Q1': { value: '10', estimates: 1 },
    '2021-Q2': '10',
  });
  expect(assess(total, figures, '2021-07-11')).toMatchObject({
    standing: 'estimate',
    carried: { amount: '20', periods: 2, estimates: 1 },
  });
  const official = figuresOf(total, { '2021-Q1': '10', '2021-Q2': '10' });
  expect(assess(total, official, '2021-07-11').standing).toBe('official');
  const level = figuresOf(plan, { '2021-Q1': { value: '97', estimates: 1 }, '2021-Q2': '97' });
  expect(assess(plan, level, '2021-07-11').standing).toBe('official');
});

test('a gap adds nothing to what is cumulative', () => {
  const total = aPlan({ kind: 'total', min: '100' });
  const figures = figuresOf(total, { '2021-Q1': '10', '2021-Q3': '7' });
  expect(assess(total, figures, '2021-10-11')).toMatchObject({
    period: '2021-Q3',
    actual: '17',
    // three of twenty quarters are due all the same
    expected: '15',
    carried: { periods: 2 },
  });
});

test('the window never closes on an earlier period', () => {
  const figures = figuresOf(plan, { '2025-Q3': '97' });
  expect(assess(plan, figures, '2026-06-01')).toMatchObject({
    period: '2025-Q3',
    closed: false,
    overduePeriods: 1,
    verdict: { status: 'on-track' },
  });
});

test('an earlier period can be judged as if it were the latest', () => {
  const figures = figuresOf(plan, { '2021-Q1': '94', '2021-Q3': '97' });
  const at = afterDeadline(plan, '2021-Q3');
  const places = assessablePlaces(plan, figures, at);
  expect(places).toEqual([0, 2]);
  expect(places.map((place) => assessPeriod(plan, figures, at, place).verdict.status)).toEqual([
    'off-track',
    'at-risk',
  ]);
  expect(() => assessPeriod(plan, figures, at, 1)).toThrow(RangeError);
});

test('days are those of the civil calendar', () => {
  expect(['2024-02-28', '2024-02-29', '2023-12-31', '2025-06-30'].map(dayAfter)).toEqual([
    '2024-02-29',
    '2024-03-01',
    '2024-01-01',
    '2025-07-01',
  ]);
  expect(overdueAfter(plan, -1, '2021-07-10')).toBe(1);
  expect(overdueAfter(plan, -1, '2021-07-11')).toBe(2);
});
