import type { Frequency, TargetDocument } from '#contracts';
import { Calendar, CIVIL } from './calendar.js';
import { firstWithin, lastWithin, type Period } from './period.js';

const civil = new Calendar(CIVIL);

/**
 * The periods a target covers: its own window, else its resolution's term. A term is given in civil days,
 * and its periods are those of the same name in the indicator's calendar: the term 2020-2025 covers the
 * periods of the years 2020 to 2025, wherever a calendar lets them begin.
 */
export function windowOf(
  terms: TargetDocument,
  term: { readonly from: string; readonly to: string },
  frequency: Frequency,
): { from: Period; to: Period } {
  const { from, to } = terms.window ?? {};
  return {
    from: from ? firstWithin(from, frequency) : civil.periodAt(term.from, frequency),
    to: to ? lastWithin(to, frequency) : civil.periodAt(term.to, frequency),
  };
}
