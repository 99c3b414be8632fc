import type { Exact } from './exact.js';
import type { Limit } from './types.js';

/** Whether a value meets a limit. A value exactly at a limit meets it, unless the limit is strict. */
export function meets(value: Exact, limit: Limit): boolean {
  const { min, max, strict } = limit;
  if (min && (strict ? value.lte(min) : value.lt(min))) return false;
  return !(max && (strict ? value.gte(max) : value.gt(max)));
}

/** The one value that an expectation rests on: the floor, or the ceiling where there is no floor. */
export function limitValue(limit: Limit): Exact | undefined {
  return limit.min ?? limit.max;
}

/** A ceiling without a floor. */
export function isCeiling(limit: Limit): boolean {
  return limit.min === undefined && limit.max !== undefined;
}
