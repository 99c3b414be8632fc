import type { Frequency, TargetDocument } from '#contracts';
import { Calendar, CIVIL } from './calendar.js';
import { comparePeriods, firstWithin, lastWithin, type Period } from './period.js';

const civil = new Calendar(CIVIL);

/** The first and the last period that a target covers, in its indicator's frequency. */
export interface Window {
  readonly from: Period;
  readonly to: Period;
}

/**
 * The periods a target covers: its own window, else its resolution's term, which then lasts until the
 * last horizon when that lies beyond the term. A term is given in civil days, and its periods are those of
 * the same name in the indicator's calendar: the term 2020-2025 covers the periods of the years 2020 to
 * 2025, wherever a calendar lets them begin.
 */
export function windowOf(
  terms: TargetDocument,
  term: { readonly from: string; readonly to: string },
  frequency: Frequency,
): Window {
  if (terms.window) {
    const { from, to } = terms.window;
    return { from: firstWithin(from, frequency), to: lastWithin(to, frequency) };
  }
  const from = civil.periodAt(term.from, frequency);
  const ends = [civil.periodAt(term.to, frequency)];
  if (terms.kind === 'reach') {
    ends.push(...terms.horizons.map((horizon) => lastWithin(horizon.period, frequency)));
  }
  return { from, to: ends.reduce((a, b) => (comparePeriods(a, b) < 0 ? b : a)) };
}
