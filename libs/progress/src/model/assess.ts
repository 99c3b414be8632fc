import { ZERO } from './exact.js';
import { fold } from './fold.js';
import { KINDS } from './kinds/index.js';
import type { Assessment, Figure, Figures, Plan, Verdict } from './types.js';
import { verdictNumber } from './verdict.js';

/**
 * Where a target stands at a day, as if that day were today, with everything in `figures` known.
 * The latest assessable period is compared with what is expected of that same period.
 */
export function assess(plan: Plan, figures: Figures, at: string): Assessment {
  const index = latestAssessable(plan, figures, at);
  return index === null ? before(plan, figures, at) : standing(plan, figures, at, index);
}

/** Every due report is in, or the deadline has passed with at least one; and the period has begun. */
export function isAssessable(
  plan: Plan,
  figure: Figure | undefined,
  index: number,
  at: string,
): boolean {
  const period = plan.schedule[index];
  if (!period || !figure || figure.reported === 0 || period.firstDay > at) return false;
  return figure.reported >= figure.due || at > period.deadline;
}

function latestAssessable(plan: Plan, figures: Figures, at: string): number | null {
  for (let index = plan.schedule.length - 1; index >= 0; index -= 1) {
    const figure = figures.get(plan.schedule[index]?.no ?? -1);
    if (isAssessable(plan, figure, index, at)) return index;
  }
  return null;
}

function standing(plan: Plan, figures: Figures, at: string, index: number): Assessment {
  const kind = KINDS[plan.kind];
  const expectation = kind.expectation(plan, index);
  const { actual, carried } = fold(plan, figures, kind.span, index);
  const figure = figures.get(plan.schedule[index]?.no ?? -1);
  const circumstances = {
    closed: index === plan.schedule.length - 1 && at > (plan.schedule[index]?.lastDay ?? ''),
    tainted: kind.tainted(plan, figures, index, (earlier) =>
      isAssessable(plan, figures.get(plan.schedule[earlier]?.no ?? -1), earlier, at),
    ),
  };
  const verdict: Verdict =
    actual === null
      ? { status: 'not-assessed', reason: 'no-denominator' }
      : withoutFalseGreen(plan, figure, kind.judge(plan, expectation, actual, circumstances));
  return {
    ...expectation,
    ...circumstances,
    index,
    actual,
    carried,
    verdict: verdictNumber(verdict.status, verdict.reason),
    reported: figure?.reported ?? 0,
    due: figure?.due ?? 0,
    estimates: figure?.estimates ?? 0,
    overduePeriods: overdueAfter(plan, index, at),
    revisitOn: revisitOn(plan, figures, at, index),
  };
}

/** An extreme of some units says nothing good of all of them. */
export function withoutFalseGreen(
  plan: Plan,
  figure: Figure | undefined,
  verdict: Verdict,
): Verdict {
  const partial = figure !== undefined && figure.reported < figure.due;
  const extreme = plan.acrossUnits === 'min' || plan.acrossUnits === 'max';
  const green = verdict.status === 'on-track' || verdict.status === 'attained';
  return partial && extreme && green ? { status: 'not-assessed', reason: 'incomplete' } : verdict;
}

function before(plan: Plan, figures: Figures, at: string): Assessment {
  const overdue = overdueAfter(plan, -1, at);
  return {
    limit: null,
    expected: null,
    scale: null,
    closed: false,
    tainted: false,
    index: null,
    actual: null,
    carried: { amount: ZERO, denominator: ZERO, periods: 0 },
    verdict: verdictNumber('not-assessed', overdue > 0 ? 'no-report' : 'not-due'),
    reported: 0,
    due: 0,
    estimates: 0,
    overduePeriods: overdue,
    revisitOn: revisitOn(plan, figures, at, -1),
  };
}

/** Periods after a place whose deadline has passed. */
function overdueAfter(plan: Plan, index: number, at: string): number {
  return plan.schedule.filter((period, place) => place > index && at > period.deadline).length;
}

/**
 * The next day on which time alone may change the assessment: the window closes, a partial period's
 * deadline passes, a period with figures begins, or the first deadline passes with nothing there.
 */
function revisitOn(plan: Plan, figures: Figures, at: string, index: number): string | null {
  const days: string[] = [];
  const last = plan.schedule.length - 1;
  plan.schedule.forEach((period, place) => {
    const figure = figures.get(period.no);
    if (figure && figure.reported > 0) {
      if (period.firstDay > at) days.push(period.firstDay);
      if (figure.reported < figure.due) days.push(dayAfter(period.deadline));
    }
    if (place === last && place === index) days.push(dayAfter(period.lastDay));
    if (place === 0 && index < 0) days.push(dayAfter(period.deadline));
  });
  return days.filter((day) => day > at).sort()[0] ?? null;
}

/** The day after a day; calendar arithmetic without a time zone. */
export function dayAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + 1)).toISOString().slice(0, 10);
}

/** The values of the latest assessed periods up to a day, newest last; for rules that look back. */
export function assessedPlaces(plan: Plan, figures: Figures, at: string): readonly number[] {
  return plan.schedule.flatMap((period, index) =>
    isAssessable(plan, figures.get(period.no), index, at) ? [index] : [],
  );
}

/** The assessment as it is at a day, but of an earlier assessable period. */
export function assessPeriod(plan: Plan, figures: Figures, at: string, index: number): Assessment {
  return standing(plan, figures, at, index);
}
