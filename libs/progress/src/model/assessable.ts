import { figureAt } from './fold.js';
import type { Day, Figures, Plan } from './types.js';

/**
 * Whether a period counts at a day: it has begun, and every due report is in, or its deadline has passed
 * with at least one. An estimate is in like an official.
 */
export function isAssessable(plan: Plan, figures: Figures, index: number, at: Day): boolean {
  const period = plan.schedule[index];
  const figure = figureAt(plan, figures, index);
  if (!period || !figure || period.firstDay > at) return false;
  return figure.reported >= figure.due || at > period.deadline;
}

/** The place of the latest assessable period; null when there is none. */
export function latestAssessable(plan: Plan, figures: Figures, at: Day): number | null {
  for (let index = plan.schedule.length - 1; index >= 0; index -= 1) {
    if (isAssessable(plan, figures, index, at)) return index;
  }
  return null;
}

/** The places of all assessable periods, oldest first. */
export function assessablePlaces(plan: Plan, figures: Figures, at: Day): number[] {
  return plan.schedule.flatMap((_, index) =>
    isAssessable(plan, figures, index, at) ? [index] : [],
  );
}

/** How many periods after a place (-1 for all) have a deadline that has passed. */
export function overdueAfter({ schedule }: Plan, index: number, at: Day): number {
  let count = 0;
  for (let place = schedule.length - 1; place > index; place -= 1) {
    if (at > (schedule[place]?.deadline ?? at)) count += 1;
  }
  return count;
}

/** The next day on which a period that has reports may become assessable by time alone; null without one. */
export function nextAssessableDay(plan: Plan, figures: Figures, at: Day): Day | null {
  let begins: Day | null = null;
  let passes: Day | null = null;
  for (let index = plan.schedule.length - 1; index >= 0; index -= 1) {
    const period = plan.schedule[index];
    if (!period || at > period.deadline) break;
    const figure = figureAt(plan, figures, index);
    if (!figure) continue;
    if (figure.reported < figure.due) passes = period.deadline;
    else if (period.firstDay > at) begins = period.firstDay;
  }
  return earlier(begins, passes && dayAfter(passes));
}

export function earlier(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** The day after a day of the civil calendar. */
export function dayAfter(day: Day): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + 1)).toISOString().slice(0, 10);
}
