import { takeApart } from './period.js';
import type { Report, TermsOf } from './terms.js';
import { findInLimit } from './validate-limits.js';
import type { Window } from './window.js';

/** One plan a year, each inside the window. A year of the window without a plan is allowed. */
export function findInAnnual(
  { terms }: TermsOf<'annual'>,
  window: Window | undefined,
  report: Report,
): void {
  const years = new Set<number>();
  terms.plans.forEach((plan, index) => {
    const path = `/plans/${index}`;
    findInLimit(plan, path, report);
    if (years.has(plan.year)) {
      report(`${path}/year`, 'year-repeated', `The year ${plan.year} has more than one plan.`);
    }
    years.add(plan.year);
    if (!window) return;
    const [from, to] = [takeApart(window.from).year, takeApart(window.to).year];
    if (plan.year >= from && plan.year <= to) return;
    const message = `The plan of ${plan.year} lies outside the window from ${window.from} to ${window.to}.`;
    report(`${path}/year`, 'plan-outside-window', message);
  });
}
