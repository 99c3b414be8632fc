import type { RuleDocument } from '#contracts';
import { Cron } from 'croner';
import { Duration } from 'luxon';

/**
 * The first moment after `after` at which a schedule falls due. It depends on nothing else, so a clock
 * that jumps neither doubles a run nor loses more than those it jumped over. `every` counts from 1970.
 */
export function nextRun(schedule: RuleDocument['schedule'], after: Date, timezone: string): Date {
  if ('cron' in schedule) {
    const next = new Cron(schedule.cron, { paused: true, mode: '5-part', timezone }).nextRun(after);
    if (!next) throw new RangeError(`The cron expression ${schedule.cron} never falls due again.`);
    return next;
  }
  const interval = Duration.fromISO(schedule.every).as('milliseconds');
  return new Date((Math.floor(after.getTime() / interval) + 1) * interval);
}
