import { Decimal } from 'decimal.js';

/** Negative, zero or positive as `a` is below, equal to or above `b`; exact. */
export function compareDecimals(a: string, b: string): number {
  return new Decimal(a).cmp(b);
}
