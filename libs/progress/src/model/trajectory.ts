import type { Frequency, TargetDocument } from '#contracts';
import type { Decimal } from 'decimal.js';
import { exact, quotient } from './exact.js';
import { lastOrdinalIn } from './ordinal.js';

/** A value that is given for a place in the count of periods. */
export interface Anchor {
  readonly place: number;
  readonly value: Decimal;
}

/**
 * Between its two anchors a value moves by equal parts a period (by periods, not days), rounded half-up to
 * 12 decimals; at an anchor, before the first and after the last it is the anchor's own. Anchors ascend.
 */
export function linearAt(anchors: readonly Anchor[], place: number): Decimal | undefined {
  const after = anchors.find((anchor) => anchor.place >= place);
  const before = anchors.findLast((anchor) => anchor.place <= place);
  if (!after || !before || after === before) return (before ?? after)?.value;
  const span = after.place - before.place;
  const moved = after.value.minus(before.value).times(place - before.place);
  return quotient(before.value.times(span).plus(moved), exact(span));
}

/** The value listed last up to a place; undefined before the first. Anchors ascend. */
export function stepAt(anchors: readonly Anchor[], place: number): Decimal | undefined {
  return anchors.findLast((anchor) => anchor.place <= place)?.value;
}

/** The points that a step trajectory lists, each at the last period of what it names; undefined for a line. */
export function stepsOf(
  { trajectory }: TargetDocument,
  frequency: Frequency,
): Anchor[] | undefined {
  if (trajectory?.kind !== 'step') return undefined;
  return trajectory.points.map(({ period, value }) => ({
    place: lastOrdinalIn(period, frequency),
    value: exact(value),
  }));
}

/** `n / of` of a whole, rounded half-up to 12 decimals; the whole itself when all of it is due. */
export function shareOf(whole: Decimal, n: number, of: number): Decimal {
  return n === of ? whole : quotient(whole.times(n), exact(of));
}
