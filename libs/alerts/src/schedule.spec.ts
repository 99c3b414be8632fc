import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lastDeadlineOverdue } from './overdue.js';
import { nextRun } from './schedule.js';
import { Calendar, CIVIL } from '#catalogue';

const ZONE = 'Asia/Ho_Chi_Minh';

describe('when a rule is due next', () => {
  test.each([
    [
      'a quarter of an hour',
      { every: 'PT15M' },
      '2024-12-31T23:50:00+07:00',
      '2025-01-01T00:00:00+07:00',
    ],
    [
      'exactly then, the one after',
      { every: 'PT15M' },
      '2025-01-01T00:00:00+07:00',
      '2025-01-01T00:15:00+07:00',
    ],
    [
      'workdays at seven, on a Friday evening',
      { cron: '0 7 * * 1-5' },
      '2024-08-23T20:00:00+07:00',
      '2024-08-26T07:00:00+07:00',
    ],
    [
      'by the clock of the office, not of the server',
      { cron: '30 0 1 1 *' },
      '2024-12-31T18:00:00Z',
      '2026-01-01T00:30:00+07:00',
    ],
  ])('%s', (_, schedule, after, next) => {
    expect(nextRun(schedule, new Date(after), ZONE)).toEqual(new Date(next));
  });

  test('it is after now, and at most one interval away, whatever the clock says', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (now) => {
          const away = nextRun({ every: 'PT1H' }, now, ZONE).getTime() - now.getTime();
          expect(away).toBeGreaterThan(0);
          expect(away).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});

describe('which deadlines are overdue', () => {
  const civil = new Calendar(CIVIL);
  test.each([
    ['on the day itself none of that day', 0, '2024-09-02T23:59:59+07:00', '2024-09-01'],
    ['from midnight on', 0, '2024-09-03T00:00:00+07:00', '2024-09-02'],
    [
      'two working days after a Friday is Tuesday night',
      2,
      '2024-09-10T23:59:00+07:00',
      '2024-09-05',
    ],
    ['and past', 2, '2024-09-11T00:00:00+07:00', '2024-09-08'],
    ['across the year', 1, '2025-01-01T00:01:00+07:00', '2024-12-30'],
  ])('%s', (_, workingDays, now, last) => {
    expect(lastDeadlineOverdue(civil, workingDays, new Date(now))).toBe(last);
  });
});
