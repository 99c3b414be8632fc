import type { TargetDocument } from '#contracts';
import type { Decimal } from 'decimal.js';
import { exact, cutQuotient, quotient, ZERO } from './exact.js';
import { edgeOf, meets, type Edge, type Limit } from './limit.js';
import { AT_RISK, OFF_TRACK, ON_TRACK } from './verdict.js';

/** The most decimals a reported value, and so a sum of them, can have; quotients have fewer. */
const VALUE_DECIMALS = 30;
const PACE_DECIMALS = 4;

/** How an open target is coloured in one period: by its pace, or by what is expected alone. */
export interface Course {
  /** Where the pace is 0; null where the pace is `one / a`, or where there is none. */
  readonly zero: Decimal | null;
  /** Where the pace is 1; null where there is none. */
  readonly one: Decimal | null;
  /** Every value at which `colourOf` may change. */
  readonly edges: readonly Edge[];
  /** The number of on-track, at-risk or off-track. */
  colourOf(actual: Decimal): number;
}

export interface Thresholds {
  readonly onTrack: Decimal;
  readonly atRisk: Decimal;
}

const PACE_1: Thresholds = { onTrack: exact('0.95'), atRisk: exact('0.60') };

export function thresholdsOf({ thresholds }: Pick<TargetDocument, 'thresholds'>): Thresholds {
  if (!thresholds) return PACE_1;
  return { onTrack: exact(thresholds.onTrack), atRisk: exact(thresholds.atRisk) };
}

/** `p = (a - zero) / (one - zero)`, compared as `a - zero >= t (one - zero)`; zero and one differ. */
export function courseFrom(zero: Decimal, one: Decimal, thresholds: Thresholds): Course {
  const way = one.minus(zero);
  const up = way.isPositive();
  const onTrackFrom = zero.plus(way.times(thresholds.onTrack));
  const atRiskFrom = zero.plus(way.times(thresholds.atRisk));
  const reaches = (actual: Decimal, from: Decimal) => (up ? actual.gte(from) : actual.lte(from));
  return {
    zero,
    one,
    edges: [onTrackFrom, atRiskFrom].map((at) => ({ at, closed: up })),
    colourOf: (actual) => {
      if (reaches(actual, onTrackFrom)) return ON_TRACK;
      return reaches(actual, atRiskFrom) ? AT_RISK : OFF_TRACK;
    },
  };
}

/** `p = E / a`, the use made of a ceiling (or of a negative floor), compared as `t a <= E`; no use yet is on track. */
export function courseOfUse(one: Decimal, thresholds: Thresholds): Course {
  const positive = one.isPositive();
  const reaches = (actual: Decimal, threshold: Decimal) => {
    if (!isAboveZero(threshold)) return true;
    const used = actual.times(threshold);
    return positive ? used.lte(one) : used.gte(one);
  };
  return {
    zero: null,
    one,
    edges: [thresholds.onTrack, thresholds.atRisk]
      .filter(isAboveZero)
      .map((threshold) => edgeOfUse(one, threshold)),
    colourOf: (actual) => {
      if (reaches(actual, thresholds.onTrack)) return ON_TRACK;
      return reaches(actual, thresholds.atRisk) ? AT_RISK : OFF_TRACK;
    },
  };
}

/** No pace, since nothing has to change by now: on track when the limit is met, else off track. */
export function courseAt(limit: Limit, offTrack = OFF_TRACK): Course {
  return {
    zero: null,
    one: null,
    edges: [edgeOf(limit)],
    colourOf: (actual) => (meets(limit, actual) ? ON_TRACK : offTrack),
  };
}

/** The course of what adds up from zero: towards a floor `p = a / E`, under a ceiling `p = E / a`. */
export function courseFromZero(limit: Limit, expected: Decimal, thresholds: Thresholds): Course {
  if (expected.isZero()) return courseAt(towards(limit, expected));
  const outward = (limit.side === 'min') === expected.isPositive();
  return outward ? courseFrom(ZERO, expected, thresholds) : courseOfUse(expected, thresholds);
}

/** What is expected now, as a limit of the same side; only the limit itself may be strict. */
export function towards({ side, value, strict }: Limit, expected: Decimal): Limit {
  return { side, value: expected, strict: strict && expected.eq(value) };
}

/** The pace for reading, four decimals, rounded half-up; null where there is none. */
export function paceOf(
  { zero, one }: Pick<Course, 'zero' | 'one'>,
  actual: Decimal,
): Decimal | null {
  if (one === null) return null;
  if (zero !== null) return quotient(actual.minus(zero), one.minus(zero), PACE_DECIMALS);
  if (actual.isZero() || actual.isPositive() !== one.isPositive()) return null;
  return quotient(one, actual, PACE_DECIMALS);
}

/** No value lies between `one / threshold` and what is left of it after 30 decimals. */
function edgeOfUse(one: Decimal, threshold: Decimal): Edge {
  const near = cutQuotient(one.abs(), threshold, VALUE_DECIMALS);
  return one.isPositive() ? { at: near, closed: false } : { at: near.neg(), closed: true };
}

function isAboveZero(value: Decimal): boolean {
  return value.isPositive() && !value.isZero();
}
