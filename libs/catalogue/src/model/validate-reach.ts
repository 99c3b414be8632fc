import { comparePeriods, lastWithin, type Period } from './period.js';
import type { Report, TermsOf } from './terms.js';
import { findInLimit } from './validate-limits.js';
import { findDisorder } from './validate-order.js';
import type { Window } from './window.js';

/** A stock with horizons in order, on one side, inside the window, after the baseline. */
export function findInReach(
  { terms, indicator }: TermsOf<'reach'>,
  window: Window | undefined,
  periodsFit: boolean,
  report: Report,
): void {
  if (indicator.acrossTime === 'sum') {
    const message = `${indicator.code} adds up over time; such a flow has a target of the kind annual or total.`;
    report('/kind', 'flow-needs-annual-or-total', message);
  }
  terms.horizons.forEach((horizon, index) => findInLimit(horizon, `/horizons/${index}`, report));
  const sides = new Set(
    terms.horizons.map((horizon) => (horizon.min === undefined ? 'max' : 'min')),
  );
  if (sides.size > 1) {
    report(
      '/horizons',
      'limit-sides-differ',
      'The horizons of a target are all at least, or all at most.',
    );
  }
  if (!periodsFit) return;
  const ends = terms.horizons.map((horizon) => lastWithin(horizon.period, indicator.frequency));
  findDisorder(ends, '/horizons', report);
  findOutside(ends, window, report);
  const first = ends[0];
  const base = terms.baseline && lastWithin(terms.baseline.period, indicator.frequency);
  if (base && first && comparePeriods(base, first) >= 0) {
    const message = `The baseline (${base}) stands before the first horizon (${first}).`;
    report('/baseline/period', 'baseline-not-before-horizon', message);
  }
}

function findOutside(ends: readonly Period[], window: Window | undefined, report: Report): void {
  if (!window) return;
  ends.forEach((end, index) => {
    if (comparePeriods(end, window.from) >= 0 && comparePeriods(end, window.to) <= 0) return;
    const message = `The horizon ${end} lies outside the window from ${window.from} to ${window.to}.`;
    report(`/horizons/${index}/period`, 'horizon-outside-window', message);
  });
}
