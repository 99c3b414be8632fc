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
  const whole = termIn(term, frequency);
  const last = terms.kind === 'reach' ? terms.horizons.at(-1) : undefined;
  const end = last && lastWithin(last.period, frequency);
  return end && comparePeriods(end, whole.to) > 0 ? { from: whole.from, to: end } : whole;
}

/** The windows of terms, by frequency: a hundred thousand targets share one. */
const windows = new WeakMap<object, Map<Frequency, Window>>();

function termIn(
  term: { readonly from: string; readonly to: string },
  frequency: Frequency,
): Window {
  const known = windows.get(term) ?? new Map<Frequency, Window>();
  windows.set(term, known);
  const window = known.get(frequency) ?? {
    from: civil.periodAt(term.from, frequency),
    to: civil.periodAt(term.to, frequency),
  };
  known.set(frequency, window);
  return window;
}
