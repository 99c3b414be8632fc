import type { IndicatorDocument, TargetDocument } from '#contracts';
import { compareDecimals } from './decimal-order.js';
import { comparePeriods, frequencyOf, isMadeOf, type Period } from './period.js';
import type { Report, Terms } from './terms.js';
import { findInAnnual } from './validate-annual.js';
import { findInLimit } from './validate-limits.js';
import { findInMaintain } from './validate-maintain.js';
import { findDisorderedSteps } from './validate-order.js';
import { findInReach } from './validate-reach.js';
import { windowOf, type Window } from './window.js';

/** Whether a target's own terms make sense for its indicator: frequencies, order, limits, thresholds. */
export function findInTerms(target: Terms, report: Report): void {
  const { terms, indicator } = target;
  findDisorderedThresholds(terms, report);
  const wrong = periodsOf(terms).filter(([, period]) => !fits(period, indicator));
  for (const [path, period] of wrong) {
    const message = `${period} is not made of periods of the frequency ${indicator.frequency}, in which ${indicator.code} is reported.`;
    report(path, 'period-wrong-frequency', message);
  }
  const window = wrong.length === 0 ? windowIn(target) : undefined;
  if (window && comparePeriods(window.from, window.to) > 0) {
    report(
      '/window',
      'window-empty',
      `The window ends (${window.to}) before it begins (${window.from}).`,
    );
  }
  findInKind(target, window, wrong.length === 0, report);
  if (wrong.length === 0) findDisorderedSteps(target, report);
}

function findInKind(
  target: Terms,
  window: Window | undefined,
  periodsFit: boolean,
  report: Report,
) {
  const { terms } = target;
  switch (terms.kind) {
    case 'reach':
      return findInReach({ ...target, terms }, window, periodsFit, report);
    case 'annual':
      return findInAnnual({ ...target, terms }, window, report);
    case 'total':
      return findInLimit(terms, '', report);
    case 'maintain':
      return findInMaintain({ ...target, terms }, report);
  }
}

function findDisorderedThresholds({ thresholds }: TargetDocument, report: Report): void {
  if (!thresholds || compareDecimals(thresholds.atRisk, thresholds.onTrack) <= 0) return;
  report('/thresholds', 'thresholds-disorder', 'The threshold atRisk lies at or below onTrack.');
}

function fits(period: Period, indicator: IndicatorDocument): boolean {
  return isMadeOf(frequencyOf(period), indicator.frequency);
}

function windowIn({ terms, indicator, term }: Terms): Window | undefined {
  const known = term ?? (terms.window && { from: '2000-01-01', to: '2000-01-01' });
  return known && windowOf(terms, known, indicator.frequency);
}

/** Every period that a target names, with its place. */
function periodsOf(terms: TargetDocument): [string, Period][] {
  const found: [string, Period][] = [];
  if (terms.window) {
    found.push(['/window/from', terms.window.from], ['/window/to', terms.window.to]);
  }
  if (terms.kind === 'reach') {
    if (terms.baseline) found.push(['/baseline/period', terms.baseline.period]);
    terms.horizons.forEach((h, index) => found.push([`/horizons/${index}/period`, h.period]));
  }
  if (terms.trajectory?.kind === 'step') {
    terms.trajectory.points.forEach((point, index) =>
      found.push([`/trajectory/points/${index}/period`, point.period]),
    );
  }
  return found;
}
