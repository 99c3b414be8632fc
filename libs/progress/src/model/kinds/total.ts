import { ZERO } from '../exact.js';
import { isCeiling, limitValue, meets } from '../limit.js';
import { colourByLimit, colourByPace, paceCuts } from '../pace.js';
import { stepOrShare } from '../trajectory.js';
import { type Kind, limitCuts } from './kind.js';

/** The cumulative amount over the window meets the limit. */
export const total: Kind = {
  span: 'window',

  expectation(plan, index) {
    const limit = plan.limit ?? null;
    const whole = limit && limitValue(limit);
    if (!limit || !whole) return { limit, expected: null, scale: null };
    const expected = stepOrShare(plan, whole, index, index + 1, plan.schedule.length);
    if (isCeiling(limit)) return { limit, expected, scale: { zero: null, one: expected } };
    return { limit, expected, scale: expected.isZero() ? null : { zero: ZERO, one: expected } };
  },

  judge(plan, { limit, expected, scale }, actual, { closed }) {
    if (!limit || !expected) return { status: 'not-assessed', reason: 'no-target' };
    const met = meets(actual, limit);
    if (closed) return { status: met ? 'attained' : 'missed' };
    if (isCeiling(limit)) {
      if (!met) return { status: 'missed' };
    } else if (met && plan.nonNegative) {
      return { status: 'attained' };
    }
    if (!scale) return { status: colourByLimit({ ...limit, min: expected }, actual) };
    return { status: colourByPace(plan, scale, actual) };
  },

  cuts: (plan, expectation) => [
    ...limitCuts(expectation),
    ...(expectation.expected ? [expectation.expected] : []),
    ...(expectation.scale ? paceCuts(plan, expectation.scale) : []),
  ],

  tainted: () => false,
};
