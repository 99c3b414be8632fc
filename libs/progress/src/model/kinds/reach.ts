import type { ReachTarget } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { exact } from '../exact.js';
import { edgeOf, limitIn, limitTerms, meets, type Limit } from '../limit.js';
import { lastOrdinalIn, ordinalOf } from '../ordinal.js';
import { courseAt, courseFrom, thresholdsOf, towards, type Course } from '../pace.js';
import { linearAt, stepAt, stepsOf, type Anchor } from '../trajectory.js';
import type { Plan } from '../types.js';
import { ATTAINED, LIMIT_BREACHED, MISSED, NO_BASELINE } from '../verdict.js';
import { FORGETFUL, type Kind, type Yardstick } from './kind.js';

type Terms = z.infer<typeof ReachTarget>;

interface Horizon extends Anchor {
  readonly limit: Limit;
}

/** The value of a period moves from the baseline to the limit of each horizon; the last one decides. */
export function reach(terms: Terms, plan: Plan): Kind {
  const { frequency, schedule } = plan;
  const start = ordinalOf(schedule[0]?.no ?? 0, frequency);
  const horizons = terms.horizons.map((horizon): Horizon => {
    const limit = limitIn(horizon);
    return { limit, value: limit.value, place: lastOrdinalIn(horizon.period, frequency) };
  });
  const last = horizons.at(-1)?.place ?? start;
  const route = routeOf(terms, plan, horizons);
  return {
    ...FORGETFUL,
    folding: { span: 'period', fold: 'value' },
    closing: Math.min(last - start, schedule.length - 1),
    yardstick: (index) => yardstickAt(terms, horizons, route, start + index),
  };
}

interface Route {
  readonly baseline: Decimal | null;
  expectedAt(place: number): Decimal | undefined;
}

/** Listed steps are overruled by the horizons, and begin with the baseline. */
function routeOf(terms: Terms, { frequency }: Plan, horizons: readonly Horizon[]): Route {
  const baseline = terms.baseline ? exact(terms.baseline.value) : null;
  const first = terms.baseline &&
    baseline && { place: lastOrdinalIn(terms.baseline.period, frequency), value: baseline };
  const steps = stepsOf(terms, frequency);
  if (!steps) {
    const anchors = first ? [first, ...horizons] : horizons;
    return {
      baseline,
      expectedAt: (place) =>
        first || place >= (horizons[0]?.place ?? 0) ? linearAt(anchors, place) : undefined,
    };
  }
  const anchors = withHorizons(steps, horizons);
  return { baseline, expectedAt: (place) => stepAt(anchors, place) ?? baseline ?? undefined };
}

function withHorizons(steps: readonly Anchor[], horizons: readonly Anchor[]): Anchor[] {
  const places = new Set(horizons.map((horizon) => horizon.place));
  const kept = steps.filter((step) => !places.has(step.place));
  return [...kept, ...horizons].sort((a, b) => a.place - b.place);
}

function yardstickAt(
  terms: Terms,
  horizons: readonly Horizon[],
  route: Route,
  place: number,
): Yardstick {
  const next = horizons.find((horizon) => horizon.place >= place) ?? horizons.at(-1);
  if (!next) throw new RangeError(`The target ${terms.id} has no horizon.`);
  const { limit } = next;
  const expected = isPast(limit, route.baseline) ? limit.value : route.expectedAt(place);
  const course = courseTo(terms, limit, route.baseline, expected);
  return {
    expected: expected ?? null,
    limit: limitTerms(terms.horizons.at(-1) ?? {}),
    zero: course.zero,
    one: course.one,
    edges: [edgeOf(limit), ...course.edges],
    judge: (actual, closed) => {
      if (closed) return meets(limit, actual) ? ATTAINED : MISSED;
      return course.colourOf(actual);
    },
  };
}

function isPast(limit: Limit, baseline: Decimal | null): boolean {
  return baseline !== null && meets({ ...limit, strict: false }, baseline);
}

/** Without a baseline nothing is said before the last horizon. */
const UNKNOWN: Course = { zero: null, one: null, edges: [], colourOf: () => NO_BASELINE };

/** A baseline at or past the target makes it a limit; where nothing has to change yet there is no pace. */
function courseTo(
  terms: Terms,
  limit: Limit,
  baseline: Decimal | null,
  expected: Decimal | undefined,
): Course {
  if (baseline === null || expected === undefined) return UNKNOWN;
  if (isPast(limit, baseline)) return courseAt(limit, LIMIT_BREACHED);
  const wayToGo = limit.side === 'min' ? expected.cmp(baseline) : baseline.cmp(expected);
  if (wayToGo <= 0) return courseAt(towards(limit, expected));
  return courseFrom(baseline, expected, thresholdsOf(terms));
}
