import { Cron } from 'croner';
import { Duration } from 'luxon';
import type { ScheduleReader } from './model/validate-rules.js';

/** Any day will do: whether an expression ever falls due does not depend on it. */
const SOME_DAY = new Date('2024-01-01T00:00:00Z');

/** Reads schedules as the evaluator will keep them: five fields of cron, and durations of a fixed length. */
export const scheduleReader: ScheduleReader = {
  wrongInCron(expression) {
    try {
      const next = new Cron(expression, { paused: true, mode: '5-part' }).nextRun(SOME_DAY);
      return next === null ? `The cron expression ${expression} never falls due.` : undefined;
    } catch (error) {
      return `The cron expression ${expression} is malformed: ${(error as Error).message}`;
    }
  },

  secondsOf(duration) {
    const read = Duration.fromISO(duration);
    const isFixed = read.isValid && read.years === 0 && read.months === 0;
    return isFixed ? read.as('seconds') : undefined;
  },
};
