import type { Decimal } from 'decimal.js';
import {
  earlier,
  latestAssessable,
  nextAssessableDay,
  overdueAfter,
  dayAfter,
} from './assessable.js';
import { closesOn, needsEveryUnit, withheld } from './bands.js';
import { written } from './exact.js';
import { figureAt, foldUpTo, type Folded } from './fold.js';
import type { Yardstick } from './kinds/kind.js';
import { kindOf } from './kinds/kinds.js';
import { paceOf } from './pace.js';
import type { Assessment, Circumstances, Day, Figures, Plan } from './types.js';
import { NO_DENOMINATOR, NO_REPORT, NO_TARGET, NOT_DUE, verdictOf } from './verdict.js';

/**
 * Where a target stands at a day, as if that day were today and everything in `figures` were known: the
 * latest assessable period against what is expected of that same period, after pace/1.
 */
export function assess(plan: Plan, figures: Figures, at: Day): Assessment {
  const index = latestAssessable(plan, figures, at);
  return index === null ? unassessed(plan, figures, at) : assessPeriod(plan, figures, at, index);
}

/**
 * The same of one assessable period, as if it were the latest: for rules that look back. Throws a
 * RangeError for a period without a report.
 */
export function assessPeriod(plan: Plan, figures: Figures, at: Day, index: number): Assessment {
  const kind = kindOf(plan);
  const period = plan.schedule[index];
  const figure = figureAt(plan, figures, index);
  const folded = foldUpTo(plan, figures, kind.folding, index, acrossTimeOf(plan));
  if (!period || !figure || !folded) {
    throw new RangeError(`No report was counted for the period at place ${index}.`);
  }
  const yardstick = kind.yardstick(index);
  const closing = closesOn(plan, kind, index);
  const circumstances: Circumstances = {
    closed: closing !== null && at >= closing,
    tainted: kind.isTainted({ figures, at, index }),
    lacksUnits: needsEveryUnit(plan) && figure.reported < figure.due,
  };
  const pending = closing !== null && closing > at ? closing : null;
  return {
    ...shown(yardstick, folded),
    ...circumstances,
    periodIndex: index,
    period: period.period,
    verdict: verdictOf(verdictNo(plan, yardstick, folded.actual, circumstances)),
    standing: folded.estimates > 0 ? 'estimate' : 'official',
    completeness: { due: figure.due, reported: figure.reported },
    overduePeriods: overdueAfter(plan, index, at),
    revisitOn: earlier(pending, nextAssessableDay(plan, figures, at)),
  };
}

/** A total sums whatever the indicator says of other targets; the others fold as it says. */
export function acrossTimeOf({ terms, acrossTime }: Plan): Plan['acrossTime'] {
  return terms?.kind === 'total' ? 'sum' : acrossTime;
}

function verdictNo(
  plan: Plan,
  yardstick: Yardstick,
  actual: Decimal | null,
  circumstances: Circumstances,
): number {
  if (plan.terms === null) return NO_TARGET;
  if (actual === null) return NO_DENOMINATOR;
  const { closed, tainted } = circumstances;
  return withheld(yardstick.judge(actual, closed, tainted), circumstances);
}

function shown({ expected, limit, zero, one }: Yardstick, folded: Folded) {
  const { actual, amount, denominator, periods, estimates } = folded;
  const pace = actual && paceOf({ zero, one }, actual);
  return {
    actual: written(actual),
    expected: written(expected),
    limit,
    pace: written(pace),
    paceZero: written(zero),
    paceOne: written(one),
    carried: {
      amount: written(amount),
      denominator: written(denominator),
      periods,
      estimates,
    },
  };
}

/** Before any assessable period. */
function unassessed(plan: Plan, figures: Figures, at: Day): Assessment {
  const kind = kindOf(plan);
  const begun = latestBegun(plan, at);
  const deadline = plan.schedule[0]?.deadline ?? at;
  const isDue = at > deadline;
  const firstDue = plan.terms === null || isDue ? null : dayAfter(deadline);
  const reason = isDue ? NO_REPORT : NOT_DUE;
  return {
    periodIndex: null,
    period: null,
    actual: null,
    expected: null,
    limit: kind.yardstick(begun).limit,
    pace: null,
    paceZero: null,
    paceOne: null,
    verdict: verdictOf(plan.terms === null ? NO_TARGET : reason),
    standing: null,
    completeness: completenessOf(plan, figures, begun),
    overduePeriods: overdueAfter(plan, -1, at),
    closed: false,
    tainted: false,
    lacksUnits: false,
    carried: null,
    revisitOn: earlier(firstDue, nextAssessableDay(plan, figures, at)),
  };
}

/** The place of the latest period that has begun; the first when none has. */
function latestBegun({ schedule }: Plan, at: Day): number {
  return Math.max(
    schedule.findLastIndex((period) => period.firstDay <= at),
    0,
  );
}

function completenessOf(plan: Plan, figures: Figures, begun: number) {
  for (let index = begun; index >= 0; index -= 1) {
    const figure = figureAt(plan, figures, index);
    if (figure) return { due: figure.due, reported: figure.reported };
  }
  return null;
}
