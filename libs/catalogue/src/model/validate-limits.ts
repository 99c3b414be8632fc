import type { LimitTerms } from '#contracts';
import { compareDecimals } from './decimal-order.js';
import type { Report } from './terms.js';

/** A limit on one side: at least, or at most. */
export function findInLimit(limit: LimitTerms, path: string, report: Report): void {
  if (limit.min === undefined && limit.max === undefined) {
    report(`${path}/min`, 'limit-missing', 'A limit is given by min (at least) or max (at most).');
  } else if (limit.min !== undefined && limit.max !== undefined) {
    report(
      `${path}/max`,
      'limit-on-both-sides',
      'A limit here is min or max, not both: both together are a range.',
    );
  }
}

/** A floor, a ceiling, or both with values between them. */
export function findInRange(limit: LimitTerms, path: string, report: Report): void {
  const { min, max, strict } = limit;
  if (min === undefined || max === undefined) {
    if (min === max) findInLimit(limit, path, report);
    return;
  }
  const order = compareDecimals(min, max);
  if (order > 0 || (order === 0 && strict)) {
    report(
      `${path}/max`,
      'limit-empty',
      `No value meets both the floor ${min} and the ceiling ${max}.`,
    );
  }
}
