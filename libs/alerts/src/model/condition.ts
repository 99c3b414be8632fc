import type { ClearCondition, Condition, RuleDocument, Status } from '#contracts';
import { Decimal } from 'decimal.js';

/** What a rule judges: a target at its assessed period. Decimals are strings. */
export interface Standing {
  readonly status: Status;
  readonly actual: string | null;
  /** Pace reads `(actual - zero) / (one - zero)`; without a zero, `one / actual`. */
  readonly paceZero: string | null;
  readonly paceOne: string | null;
}

/** Whether a condition holds; undefined where missing data lets nothing be said. `overdue` is not judged here. */
export function holds(
  condition: Condition | ClearCondition,
  standing: Standing,
): boolean | undefined {
  if ('status' in condition) return statusHolds(condition.status, standing.status);
  if ('pace' in condition) return paceHolds(condition.pace, standing);
  if ('value' in condition) return valueHolds(condition.value, standing.actual);
  return undefined;
}

/** Whether an open alert may resolve: its clearing condition holds, or without one `when` no longer does. */
export function clears(
  { when, clear }: Pick<RuleDocument, 'when' | 'clear'>,
  standing: Standing,
): boolean {
  return clear ? holds(clear, standing) === true : holds(when, standing) === false;
}

function statusHolds(wanted: readonly Status[], status: Status): boolean | undefined {
  if (wanted.includes(status)) return true;
  return status === 'not-assessed' ? undefined : false;
}

interface Limits {
  readonly below?: string | undefined;
  readonly above?: string | undefined;
}

/** Compared by multiplication, never on a rounded pace; a ceiling not used at all has no pace to be below. */
function paceHolds(limits: Limits, { actual, paceZero, paceOne }: Standing): boolean | undefined {
  if (actual === null || paceOne === null) return undefined;
  if (paceZero !== null) {
    const way = exactly(paceOne).minus(paceZero);
    const gone = exactly(actual).minus(paceZero).times(Decimal.sign(way));
    return compared(limits, gone, way.abs());
  }
  if (exactly(actual).lte(0)) return limits.above !== undefined;
  return compared(limits, exactly(paceOne), exactly(actual));
}

function valueHolds(limits: Limits, actual: string | null): boolean | undefined {
  return actual === null ? undefined : compared(limits, exactly(actual), exactly('1'));
}

/** `value / scale` against the limit, the scale being positive. */
function compared({ below, above }: Limits, value: Decimal, scale: Decimal): boolean {
  if (below !== undefined) return value.lt(scale.times(below));
  return above !== undefined && value.gt(scale.times(above));
}

/** Wide enough that no product of two reported decimals is rounded. */
const Exact = Decimal.clone({ precision: 200 });

function exactly(value: string): Decimal {
  return new Exact(value);
}
