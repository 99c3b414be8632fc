import type { LimitTerms } from '#contracts';
import type { Decimal } from 'decimal.js';
import { exact } from './exact.js';

/** A value at which a verdict may change: the upper side begins at it (closed) or just above it (open). */
export interface Edge {
  readonly at: Decimal;
  readonly closed: boolean;
}

/** At least (`min`) or at most (`max`) a value; a strict limit is not met by equality. */
export interface Limit {
  readonly side: 'min' | 'max';
  readonly value: Decimal;
  readonly strict: boolean;
}

/** The floor, the ceiling, or both, that terms set. */
export function limitsIn({ min, max, strict = false }: LimitTerms): Limit[] {
  const limits: Limit[] = [];
  if (min !== undefined) limits.push({ side: 'min', value: exact(min), strict });
  if (max !== undefined) limits.push({ side: 'max', value: exact(max), strict });
  return limits;
}

/** The one limit of terms that are validated to have one side; throws a RangeError without any. */
export function limitIn(terms: LimitTerms): Limit {
  const limit = limitsIn(terms)[0];
  if (!limit) throw new RangeError('The terms of the target set no limit.');
  return limit;
}

/** Just the limit, without what else its document says. */
export function limitTerms({ min, max, strict }: LimitTerms): LimitTerms {
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(strict !== undefined && { strict }),
  };
}

/** A value exactly at a limit meets it, unless the limit is strict. */
export function meets({ side, value, strict }: Limit, actual: Decimal): boolean {
  const order = actual.cmp(value);
  if (order === 0) return !strict;
  return side === 'min' ? order > 0 : order < 0;
}

export function edgeOf({ side, value, strict }: Limit): Edge {
  return { at: value, closed: (side === 'min') !== strict };
}

/** A ceiling that is used up from zero, and once exceeded is lost; one below zero has to be come down to. */
export function isUsedUp({ side, value }: Limit): boolean {
  return side === 'max' && !value.isNegative();
}
