import { comparePeriods, lastWithin, type Period } from './period.js';
import type { Report, Terms } from './terms.js';

/** The points of a step trajectory come one after another. */
export function findDisorderedSteps({ terms, indicator }: Terms, report: Report): void {
  if (terms.trajectory?.kind !== 'step') return;
  const points = terms.trajectory.points.map((p) => lastWithin(p.period, indicator.frequency));
  findDisorder(points, '/trajectory/points', report);
}

/** Periods that do not come after the one before them. */
export function findDisorder(periods: readonly Period[], path: string, report: Report): void {
  periods.forEach((period, index) => {
    const before = periods[index - 1];
    if (before === undefined || comparePeriods(before, period) < 0) return;
    const message = `${period} does not come after ${before}.`;
    report(`${path}/${index}/period`, 'period-disorder', message);
  });
}
