import type { Exact } from '../exact.js';
import { valueOf } from '../fold.js';
import { limitValue, meets } from '../limit.js';
import type { Limit, Plan } from '../types.js';
import { type Kind, limitCuts } from './kind.js';

/** Every period meets the floor or ceiling; compared with the limit itself, never with a baseline. */
export const maintain: Kind = {
  span: 'period',

  expectation: (plan) => ({
    limit: plan.limit ?? null,
    expected: (plan.limit && limitValue(plan.limit)) ?? null,
    scale: null,
  }),

  judge(plan, { limit }, actual, { closed, tainted }) {
    if (!limit || !meets(actual, limit)) return { status: closed ? 'missed' : 'off-track' };
    if (closed) return { status: tainted ? 'missed' : 'attained' };
    if (isNear(plan, limit, actual)) return { status: 'at-risk', reason: 'near-limit' };
    return tainted ? { status: 'at-risk', reason: 'breached-before' } : { status: 'on-track' };
  },

  cuts: (plan, expectation) => [
    ...limitCuts(expectation),
    ...(expectation.limit?.min ? [expectation.limit.min.plus(plan.margin)] : []),
    ...(expectation.limit?.max ? [expectation.limit.max.minus(plan.margin)] : []),
  ],

  tainted: (plan, figures, index, counts) =>
    plan.schedule.slice(0, index).some((period, earlier) => {
      const figure = figures.get(period.no);
      const value = figure && counts(earlier) ? valueOf(plan, figure) : null;
      return value !== null && plan.limit !== undefined && !meets(value, plan.limit);
    }),
};

/** Within the margin on the good side; a value at the margin's end still is. Without a margin none is. */
function isNear(plan: Plan, { min, max }: Limit, actual: Exact): boolean {
  if (plan.margin.lte(0)) return false;
  if (min && actual.minus(min).lte(plan.margin)) return true;
  return max !== undefined && max.minus(actual).lte(plan.margin);
}
