import { ZERO } from '../exact.js';
import { fold } from '../fold.js';
import { isCeiling, limitValue, meets } from '../limit.js';
import { colourByLimit, colourByPace, paceCuts } from '../pace.js';
import { stepOrShare } from '../trajectory.js';
import type { Figures, Limit, Plan } from '../types.js';
import { type Kind, limitCuts } from './kind.js';

/** Each year meets its own plan; the running year is paced, a year missed earlier is told as the reason. */
export const annual: Kind = {
  span: 'year',

  expectation(plan, index) {
    const limit = limitOf(plan, index);
    const whole = limit && limitValue(limit);
    if (!limit || !whole) return { limit: limit ?? null, expected: null, scale: null };
    const expected = stepOrShare(plan, whole, index, placeInYear(plan, index), plan.perYear);
    if (isCeiling(limit)) return { limit, expected, scale: { zero: null, one: expected } };
    return { limit, expected, scale: expected.isZero() ? null : { zero: ZERO, one: expected } };
  },

  judge(plan, { limit, expected, scale }, actual, { closed, tainted }) {
    if (!limit || !expected) return { status: 'not-assessed', reason: 'no-target' };
    const met = meets(actual, limit);
    const reason = tainted ? ('earlier-year-missed' as const) : undefined;
    if (closed) return met && !tainted ? { status: 'attained' } : { status: 'missed', reason };
    if (isCeiling(limit) && !met) return { status: 'missed', reason };
    const colour = scale
      ? colourByPace(plan, scale, actual)
      : colourByLimit({ ...limit, min: expected }, actual);
    return { status: colour, reason };
  },

  cuts: (plan, expectation) => [
    ...limitCuts(expectation),
    ...(expectation.expected ? [expectation.expected] : []),
    ...(expectation.scale ? paceCuts(plan, expectation.scale) : []),
  ],

  /** A year without any figure was not met: missing is neither zero nor success. */
  tainted: (plan, figures, index) =>
    yearEnds(plan, index).some((end) => !yearMet(plan, figures, end)),
};

function limitOf(plan: Plan, index: number): Limit | undefined {
  return plan.plans.get(plan.schedule[index]?.year ?? 0);
}

/** 1 for the first period of the calendar year, whatever the window begins with. */
function placeInYear(plan: Plan, index: number): number {
  const slot = (plan.schedule[index]?.no ?? 0) % 100;
  if (slot <= 12) return slot;
  if (slot <= 24) return slot - 20;
  return slot <= 32 ? slot - 30 : 1;
}

/** The last place of every year before that of `index`. */
function yearEnds(plan: Plan, index: number): number[] {
  const year = plan.schedule[index]?.year;
  return plan.schedule.flatMap((period, at) =>
    at < index && period.year !== year && plan.schedule[at + 1]?.year !== period.year ? [at] : [],
  );
}

function yearMet(plan: Plan, figures: Figures, end: number): boolean {
  const limit = limitOf(plan, end);
  if (!limit) return true;
  const { actual } = fold(plan, figures, 'year', end);
  return actual !== null && meets(actual, limit);
}
