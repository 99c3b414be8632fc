import { Exact, ZERO } from './exact.js';
import { meets } from './limit.js';
import type { Expectation, Limit, Plan } from './types.js';

export type Colour = 'on-track' | 'at-risk' | 'off-track';
type Scale = NonNullable<Expectation['scale']>;

/**
 * `pace/1`: on-track from the first threshold on, at-risk from the second on. Compared by
 * multiplication, `a - b ≥ θ (E - b)`; a ceiling of a cumulative kind the other way round, `E ≥ θ a`.
 */
export function colourByPace(plan: Plan, scale: Scale, actual: Exact): Colour {
  if (reaches(scale, actual, plan.thresholds.onTrack)) return 'on-track';
  return reaches(scale, actual, plan.thresholds.atRisk) ? 'at-risk' : 'off-track';
}

function reaches({ zero, one }: Scale, actual: Exact, threshold: Exact): boolean {
  if (zero === null) return actual.lte(0) || one.gte(threshold.times(actual));
  const way = one.minus(zero);
  const made = actual.minus(zero);
  return way.gt(0) ? made.gte(threshold.times(way)) : made.lte(threshold.times(way));
}

/** Where nothing had to change there is no pace: the expected value is met, or it is not. */
export function colourByLimit(limit: Limit, actual: Exact): Colour {
  return meets(actual, limit) ? 'on-track' : 'off-track';
}

/** The actual values at which the colour changes. A quotient is cut off where no figure has digits. */
export function paceCuts(plan: Plan, { zero, one }: Scale): Exact[] {
  const thresholds = [plan.thresholds.onTrack, plan.thresholds.atRisk];
  if (zero !== null) {
    return thresholds.map((threshold) => zero.plus(threshold.times(one.minus(zero))));
  }
  return [
    ZERO,
    ...thresholds
      .filter((threshold) => threshold.gt(0))
      .map((threshold) => cutDown(one.div(threshold))),
  ];
}

/** Figures have at most 30 decimals, so a cut rounded down to 60 divides them as the exact one does. */
function cutDown(value: Exact): Exact {
  return value.toDecimalPlaces(60, Exact.ROUND_FLOOR);
}

/** The pace as shown: four decimals, half-up; null where there is none. */
export function paceOf(scale: Expectation['scale'], actual: Exact | null): Exact | null {
  if (!scale || actual === null) return null;
  const { zero, one } = scale;
  if (zero === null) {
    return actual.isZero() ? null : one.div(actual).toDecimalPlaces(4, Exact.ROUND_HALF_UP);
  }
  return actual.minus(zero).div(one.minus(zero)).toDecimalPlaces(4, Exact.ROUND_HALF_UP);
}
