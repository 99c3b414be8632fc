import { limitValue, meets } from '../limit.js';
import { colourByLimit, colourByPace, paceCuts } from '../pace.js';
import { lineAt, stepAt } from '../trajectory.js';
import type { Exact } from '../exact.js';
import type { Anchor, Limit, Plan } from '../types.js';
import { type Kind, limitCuts } from './kind.js';

/** The value of a period moves from the baseline to the limit of each horizon. */
export const reach: Kind = {
  span: 'period',

  expectation(plan, index) {
    const limit = limitAt(plan, index);
    const target = limit && limitValue(limit);
    if (!limit || !target) return { limit: limit ?? null, expected: null, scale: null };
    const { baseline } = plan;
    if (!baseline) return { limit, expected: null, scale: null };
    if (meets(baseline.value, limit)) return { limit, expected: target, scale: null };
    const expected = expectedAt(plan, baseline, target, index);
    const moves = !expected.eq(baseline.value);
    return { limit, expected, scale: moves ? { zero: baseline.value, one: expected } : null };
  },

  judge(plan, { limit, expected, scale }, actual, { closed }) {
    if (!limit) return { status: 'not-assessed', reason: 'no-target' };
    if (closed) return { status: meets(actual, limit) ? 'attained' : 'missed' };
    if (!expected) return { status: 'not-assessed', reason: 'no-baseline' };
    if (scale) return { status: colourByPace(plan, scale, actual) };
    return { status: colourByLimit(towards(limit, expected), actual) };
  },

  cuts: (plan, expectation) => [
    ...limitCuts(expectation),
    ...(expectation.expected ? [expectation.expected] : []),
    ...(expectation.scale ? paceCuts(plan, expectation.scale) : []),
  ],

  tainted: () => false,
};

/** The limit of the next horizon; after the last, the last. */
function limitAt(plan: Plan, index: number): Limit | undefined {
  const next = plan.horizons.find((horizon) => horizon.position >= index) ?? plan.horizons.at(-1);
  return next?.limit;
}

/** Linear from the anchor before the place (the baseline, or an earlier horizon) to the next horizon. */
function expectedAt(plan: Plan, baseline: Anchor, target: Exact, index: number): Exact {
  if (plan.steps) return stepAt(plan.steps, index) ?? baseline.value;
  const next = plan.horizons.find((horizon) => horizon.position >= index);
  if (!next) return target;
  const before = plan.horizons.findLast((horizon) => horizon.position < index);
  const from = before
    ? { position: before.position, value: limitValue(before.limit) ?? baseline.value }
    : baseline;
  return lineAt(from, { position: next.position, value: target }, index);
}

/** The limit with its value replaced: at least, or at most, what is expected now. */
function towards(limit: Limit, expected: Exact): Limit {
  return limit.min ? { ...limit, min: expected } : { ...limit, max: expected };
}
