import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Calendar, CIVIL } from './calendar.js';
import { addDays } from './day.js';
import { nextPeriod } from './period.js';

const civil = new Calendar(CIVIL);
/** Tết of 2024 fell on 10 February; the Saturday after was worked in exchange. Illustrative days. */
const decree = new Calendar({
  code: 'decree-09-2019',
  monthStartsOn: 15,
  holidays: ['2024-02-08', '2024-02-09', '2024-02-12', '2024-02-13', '2024-02-14'],
  workingSaturdays: ['2024-02-17'],
  deadlines: [
    { level: 'ward', workingDaysAfterCutOff: 1 },
    { level: 'district', dayOfMonth: 25 },
    { level: 'province', workingDaysAfterCutOff: 0 },
  ],
});

describe('which days a period means', () => {
  test.each([
    [civil, '2024-06', '2024-06-01', '2024-06-30'],
    [civil, '2024-02', '2024-02-01', '2024-02-29'],
    [civil, '2023-02', '2023-02-01', '2023-02-28'],
    [civil, '2024-Q2', '2024-04-01', '2024-06-30'],
    [civil, '2024-H2', '2024-07-01', '2024-12-31'],
    [civil, '2024', '2024-01-01', '2024-12-31'],
    [decree, '2024-06', '2024-05-15', '2024-06-14'],
    [decree, '2024-Q2', '2024-03-15', '2024-06-14'],
    [decree, '2024-H1', '2023-12-15', '2024-06-14'],
    [decree, '2024', '2023-12-15', '2024-12-14'],
    [decree, '2024-01', '2023-12-15', '2024-01-14'],
    [decree, '2024-12', '2024-11-15', '2024-12-14'],
  ])('%# %s: from the first to the last day', (calendar, period, first, last) => {
    expect([calendar.firstDay(period), calendar.lastDay(period)]).toEqual([first, last]);
  });

  test('every day lies in exactly the period that holds it, and periods follow without a gap', () => {
    const calendars = fc
      .integer({ min: 1, max: 28 })
      .map((monthStartsOn) => new Calendar({ ...CIVIL, monthStartsOn }));
    const frequencies = fc.constantFrom('month', 'quarter', 'half-year', 'year' as const);
    fc.assert(
      fc.property(
        calendars,
        frequencies,
        fc.integer({ min: 0, max: 20_000 }),
        (calendar, frequency, days) => {
          const day = addDays('1990-01-01', days);
          const period = calendar.periodAt(day, frequency as 'month');
          expect(calendar.firstDay(period) <= day && day <= calendar.lastDay(period)).toBe(true);
          expect(addDays(calendar.lastDay(period), 1)).toBe(calendar.firstDay(nextPeriod(period)));
        },
      ),
    );
  });

  test('the reporting month turns on the 15th', () => {
    expect(decree.periodAt('2024-06-14', 'month')).toBe('2024-06');
    expect(decree.periodAt('2024-06-15', 'month')).toBe('2024-07');
    expect(decree.periodAt('2024-12-15', 'year')).toBe('2025');
    expect(civil.periodAt('2024-12-31', 'half-year')).toBe('2024-H2');
  });
});

describe('working days', () => {
  test('the week ends on Friday, unless a Saturday is worked', () => {
    expect(civil.isWorkingDay('2024-06-28')).toBe(true);
    expect(civil.isWorkingDay('2024-06-29')).toBe(false);
    expect(civil.isWorkingDay('2024-06-30')).toBe(false);
    expect(decree.isWorkingDay('2024-02-17')).toBe(true);
    expect(decree.isWorkingDay('2024-02-09')).toBe(false);
  });

  test('holidays are stepped over', () => {
    expect(decree.addWorkingDays('2024-02-07', 1)).toBe('2024-02-15');
    expect(decree.addWorkingDays('2024-02-07', 3)).toBe('2024-02-17');
    expect(decree.addWorkingDays('2024-02-07', 4)).toBe('2024-02-19');
    expect(decree.addWorkingDays('2024-02-10', 0)).toBe('2024-02-10');
  });
});

describe('deadlines', () => {
  test.each([
    ['without a rule, one working day after the cut-off', civil, '2024-06', 'ward', '2024-07-01'],
    ['over a weekend and a new year', civil, '2023-12', 'ward', '2024-01-01'],
    ['so many working days after the cut-off, over Tết', decree, '2024-02', 'ward', '2024-02-15'],
    ['none after the cut-off is the cut-off', decree, '2024-06', 'province', '2024-06-14'],
    ['the first such day after the last day', decree, '2024-06', 'district', '2024-06-25'],
    ['a quarter likewise', decree, '2024-Q4', 'district', '2024-12-25'],
    ['a level without a rule in a calendar with rules', decree, '2024-06', 'commune', '2024-06-17'],
  ])('%s', (_, calendar, period, level, day) => {
    expect(calendar.deadline(period, level)).toBe(day);
  });

  test('a day of the month that a month lacks is sought in the next', () => {
    const late = new Calendar({ ...CIVIL, deadlines: [{ level: 'ward', dayOfMonth: 30 }] });
    expect(late.deadline('2024-01', 'ward')).toBe('2024-03-30');
    expect(late.deadline('2024-02', 'ward')).toBe('2024-03-30');
    const same = new Calendar({
      ...CIVIL,
      monthStartsOn: 15,
      deadlines: [{ level: 'ward', dayOfMonth: 14 }],
    });
    expect(same.deadline('2024-06', 'ward')).toBe('2024-07-14');
  });

  test('the time zone is that of Ho Chi Minh City unless the calendar says otherwise', () => {
    expect(civil.timeZone).toBe('Asia/Ho_Chi_Minh');
    expect(new Calendar({ ...CIVIL, timeZone: 'UTC' }).timeZone).toBe('UTC');
  });
});
