import { Decimal } from 'decimal.js';

/**
 * Decimals in which sums, differences and products of reported values are exact: a value has at most 30
 * digits on either side of the point, and no formula here multiplies more than three of them.
 */
export const Exact = Decimal.clone({
  precision: 200,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  maxE: 9e15,
  minE: -9e15,
});
export type Exact = Decimal;

/**
 * Quotients are cut off, not rounded, before they are rounded once: a digit rounded twice may be wrong.
 * Fewer digits are faster, and most quotients need few.
 */
const CUTS = [24, 64, 400].map((precision) => ({
  precision,
  Cut: Exact.clone({ precision, rounding: Decimal.ROUND_DOWN }),
}));

const LONGEST = CUTS[2] ?? { Cut: Exact };

/** The decimals that quotients, means and expected values keep. */
export const QUOTIENT_DECIMALS = 12;

/** A decimal of a canonical string (or another decimal), with exact arithmetic. */
export function exact(value: string | number | Decimal): Decimal {
  return new Exact(value);
}

export const ZERO = exact(0);
export const ONE = exact(1);

/** a / b rounded half-up (away from zero) to 12 decimals; b is not zero. */
export function quotient(a: Decimal, b: Decimal, decimals = QUOTIENT_DECIMALS): Decimal {
  return exact(cutOff(a, b, decimals).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP));
}

/** a / b cut off towards zero after so many decimals; b is not zero. */
export function cutQuotient(a: Decimal, b: Decimal, decimals: number): Decimal {
  return exact(cutOff(a, b, decimals).toDecimalPlaces(decimals, Decimal.ROUND_DOWN));
}

/** The smallest step between values of so many decimals. */
export function ulp(decimals: number): Decimal {
  return new Exact(`1e-${decimals}`);
}

/** Holds at least one decimal more than asked for. */
function cutOff(a: Decimal, b: Decimal, decimals: number): Decimal {
  const digits = a.e - b.e + decimals + 3;
  const { Cut } = CUTS.find(({ precision }) => digits <= precision) ?? LONGEST;
  return Cut.div(a, b);
}

/** A canonical string: no exponent, no trailing zeros, `-0` is `0`. */
export function written(value: Decimal): string;
export function written(value: Decimal | null): string | null;
export function written(value: Decimal | null): string | null {
  if (value === null) return null;
  return value.isZero() ? '0' : value.toFixed();
}
