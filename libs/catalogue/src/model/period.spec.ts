import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  comparePeriods,
  firstWithin,
  frequencyOf,
  lastWithin,
  nextPeriod,
  parsePeriod,
  periodNo,
  periodOf,
  periodsIn,
  PERIODS_PER_YEAR,
  previousPeriod,
  shiftPeriod,
} from './period.js';

describe('the spelling of a period', () => {
  test.each([
    ['2024', 'year', 1, 202441],
    ['2024-H2', 'half-year', 2, 202432],
    ['2024-Q2', 'quarter', 2, 202422],
    ['2024-06', 'month', 6, 202406],
    ['2024-12', 'month', 12, 202412],
  ])('%s is a %s, number %s of its year, %s in tables', (text, frequency, ordinal, no) => {
    expect(parsePeriod(text)).toMatchObject({ period: text, year: 2024, frequency, ordinal });
    expect(frequencyOf(text)).toBe(frequency);
    expect(periodNo(text)).toBe(no);
    expect(periodOf(no)).toBe(text);
  });

  test.each([
    '',
    '24',
    '2024-13',
    '2024-00',
    '2024-6',
    '2024-Q5',
    '2024-H3',
    '2024-q1',
    ' 2024',
    '2024\n',
    '1899',
    '2024-06-01',
  ])('%j is none', (text) => expect(parsePeriod(text)).toBeUndefined());

  test('taking apart what is no period is an error that names it', () => {
    expect(() => periodNo('2024-13')).toThrow('2024-13');
  });
});

describe('moving through time', () => {
  test.each([
    ['2024-12', '2025-01'],
    ['2024-Q4', '2025-Q1'],
    ['2024-H2', '2025-H1'],
    ['2024', '2025'],
    ['2024-Q1', '2024-Q2'],
  ])('after %s comes %s', (before, after) => {
    expect(nextPeriod(before)).toBe(after);
    expect(previousPeriod(after)).toBe(before);
    expect(comparePeriods(before, after)).toBeLessThan(0);
    expect(comparePeriods(after, before)).toBeGreaterThan(0);
    expect(comparePeriods(after, after)).toBe(0);
  });

  test('there and back again is the same period, and later is later', () => {
    const period = fc
      .record({
        year: fc.integer({ min: 1950, max: 2150 }),
        suffix: fc.constantFrom('', '-H1', '-H2', '-Q1', '-Q4', '-01', '-07', '-12'),
      })
      .map(({ year, suffix }) => `${year}${suffix}`);
    fc.assert(
      fc.property(period, fc.integer({ min: 1, max: 40 }), (from, steps) => {
        const later = shiftPeriod(from, steps);
        expect(shiftPeriod(later, -steps)).toBe(from);
        expect(comparePeriods(from, later)).toBeLessThan(0);
        expect(frequencyOf(later)).toBe(frequencyOf(from));
        expect(periodOf(periodNo(later))).toBe(later);
        expect(periodsIn(from, later, frequencyOf(from))).toHaveLength(steps + 1);
      }),
    );
  });
});

describe('periods within periods', () => {
  test('a window of years by quarters', () => {
    const quarters = periodsIn('2021', '2025', 'quarter');
    expect(quarters).toHaveLength(5 * PERIODS_PER_YEAR.quarter);
    expect(quarters[0]).toBe('2021-Q1');
    expect(quarters.at(-1)).toBe('2025-Q4');
  });

  test.each([
    ['2024-H2', 'month', '2024-07', '2024-12'],
    ['2024-H2', 'quarter', '2024-Q3', '2024-Q4'],
    ['2024-Q2', 'month', '2024-04', '2024-06'],
    ['2020', 'quarter', '2020-Q1', '2020-Q4'],
    ['2024-06', 'month', '2024-06', '2024-06'],
  ] as const)('%s by %s runs from %s to %s', (period, frequency, first, last) => {
    expect(firstWithin(period, frequency)).toBe(first);
    expect(lastWithin(period, frequency)).toBe(last);
  });

  test('a month is not made of quarters', () => {
    expect(() => firstWithin('2024-06', 'quarter')).toThrow('2024-06');
  });

  test('nothing lies between a period and an earlier one', () => {
    expect(periodsIn('2025', '2024', 'year')).toEqual([]);
  });
});
