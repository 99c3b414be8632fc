import type { AnnualTarget } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { isAssessable } from '../assessable.js';
import { ZERO } from '../exact.js';
import { foldingOver, foldUpTo } from '../fold.js';
import { edgeOf, isUsedUp, limitIn, limitTerms, meets, type Limit } from '../limit.js';
import { ordinalOf } from '../ordinal.js';
import { courseFromZero, thresholdsOf } from '../pace.js';
import { shareOf, stepAt, stepsOf } from '../trajectory.js';
import type { Plan } from '../types.js';
import {
  AT_RISK,
  AT_RISK_EARLIER_YEAR_MISSED,
  ATTAINED,
  LIMIT_BREACHED,
  MISSED,
  MISSED_EARLIER_YEAR_MISSED,
  MISSED_LIMIT_BREACHED,
  NO_TARGET,
  OFF_TRACK_EARLIER_YEAR_MISSED,
  ON_TRACK,
  ON_TRACK_EARLIER_YEAR_MISSED,
} from '../verdict.js';
import type { Kind, Past, Yardstick } from './kind.js';
import { neverFalls } from './total.js';

type Terms = z.infer<typeof AnnualTarget>;

/** Each year meets its own plan; the running year keeps its own colour, a year missed before is told as the reason. */
export function annual(terms: Terms, plan: Plan): Kind {
  const closing = plan.schedule.length - 1;
  return {
    folding: foldingOver('year', plan),
    closing,
    taintsLater: false,
    continues: (index) => index > 0 && index < closing && !isNewYear(plan, index),
    isTainted: (past) =>
      earlierYears(plan, past.index).some((year) => weighs(terms, plan, past, year)),
    yardstick: (index) => yardstickAt(terms, plan, index),
  };
}

function yardstickAt(terms: Terms, plan: Plan, index: number): Yardstick {
  const planned = planOf(terms, plan, index);
  if (!planned) return UNPLANNED;
  const limit = limitIn(planned);
  const expected = expectedAt(terms, plan, index, limit.value);
  const course = courseFromZero(limit, expected, thresholdsOf(terms));
  const exceeded = adds(plan) ? MISSED_LIMIT_BREACHED : LIMIT_BREACHED;
  return {
    expected,
    limit: limitTerms(planned),
    zero: course.zero,
    one: course.one,
    edges: [edgeOf(limit), ...course.edges],
    judge: (actual, closed, tainted) => {
      const met = meets(limit, actual);
      if (!closed) {
        const colour = !met && isUsedUp(limit) ? exceeded : course.colourOf(actual);
        return tainted ? withEarlierYear(colour) : colour;
      }
      if (tainted) return MISSED_EARLIER_YEAR_MISSED;
      if (met) return ATTAINED;
      return isUsedUp(limit) ? MISSED_LIMIT_BREACHED : MISSED;
    },
  };
}

/** A year without a plan asks nothing; the years before it still decide at the window's end. */
const UNPLANNED: Yardstick = {
  expected: null,
  limit: null,
  zero: null,
  one: null,
  edges: [],
  judge: (_, closed, tainted) => {
    if (!closed) return NO_TARGET;
    return tainted ? MISSED_EARLIER_YEAR_MISSED : ATTAINED;
  },
};

function withEarlierYear(colour: number): number {
  if (colour === ON_TRACK) return ON_TRACK_EARLIER_YEAR_MISSED;
  if (colour === AT_RISK) return AT_RISK_EARLIER_YEAR_MISSED;
  return colour === MISSED_LIMIT_BREACHED
    ? MISSED_EARLIER_YEAR_MISSED
    : OFF_TRACK_EARLIER_YEAR_MISSED;
}

/** The year's plan by the share of its periods in the window; a step is listed within its year. */
function expectedAt(terms: Terms, plan: Plan, index: number, whole: Decimal): Decimal {
  const { schedule, frequency } = plan;
  const year = schedule[index]?.year;
  const first = schedule.findIndex((period) => period.year === year);
  const count = schedule.filter((period) => period.year === year).length;
  const n = index - first + 1;
  const steps = stepsOf(terms, frequency);
  if (!steps || n === count) return shareOf(whole, n, count);
  const start = ordinalOf(schedule[0]?.no ?? 0, frequency);
  return (
    stepAt(
      steps.filter((step) => step.place >= start + first),
      start + index,
    ) ?? ZERO
  );
}

function planOf(terms: Terms, { schedule }: Plan, index: number) {
  return terms.plans.find((planned) => planned.year === schedule[index]?.year);
}

function isNewYear({ schedule }: Plan, index: number): boolean {
  return schedule[index - 1]?.year !== schedule[index]?.year;
}

/** The last place of every year before that of a place. */
function earlierYears(plan: Plan, index: number): number[] {
  const ends: number[] = [];
  for (let place = 1; place <= index; place += 1) if (isNewYear(plan, place)) ends.push(place - 1);
  return ends;
}

/** A year that closed unmet weighs; one that cannot be told only at the window's end, where every year must be met. */
function weighs(terms: Terms, plan: Plan, past: Past, end: number): boolean {
  const planned = planOf(terms, plan, end);
  if (!planned) return false;
  const met = wasMet(plan, past, end, limitIn(planned));
  return met === undefined ? past.index === plan.schedule.length - 1 : !met;
}

/** Undefined while the year's last period is missing, unless what is there decides already. */
function wasMet(plan: Plan, { figures, at }: Past, end: number, limit: Limit): boolean | undefined {
  const actual = foldUpTo(plan, figures, foldingOver('year', plan), end)?.actual;
  if (!actual) return undefined;
  const met = meets(limit, actual);
  if (isAssessable(plan, figures, end, at)) return met;
  const decided = adds(plan) && (isUsedUp(limit) ? !met : met && neverFalls(plan));
  return decided ? met : undefined;
}

function adds({ acrossTime }: Plan): boolean {
  return acrossTime === 'sum';
}
