import { z } from 'zod';

const PLAIN = /^-?\d{1,30}(?:\.\d{1,30})?$/;
const WITH_EXPONENT = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?[eE]([+-]?\d{1,3})$/;

/**
 * Writes a decimal the one way Tiendo writes it: no exponent, no trailing zeros, `-0` is `0`.
 * Returns undefined for what is not a decimal of at most 30 digits on either side of the point:
 * such a number cannot be kept exactly and is refused, never changed.
 */
export function canonicalDecimal(text: string): string | undefined {
  const plain = PLAIN.test(text) ? text : withoutExponent(text);
  if (plain === undefined) return undefined;
  const negative = plain.startsWith('-');
  const [whole = '0', fraction = ''] = plain.replace('-', '').split('.');
  const digits = whole.replace(/^0+(?=\d)/, '');
  const rest = fraction.replace(/0+$/, '');
  const unsigned = rest === '' ? digits : `${digits}.${rest}`;
  return negative && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

function withoutExponent(text: string): string | undefined {
  const match = WITH_EXPONENT.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const moved =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  const trimmed = moved
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return PLAIN.test(trimmed) ? sign + trimmed : undefined;
}

/**
 * An exact decimal: a JSON number or a string in, the canonical string out.
 * A JSON number reaches this schema either as a number that its text equals, or, when a float could
 * not hold it, as the text itself (the body parser sees to that).
 */
export const Decimal = z
  .union([z.string(), z.number()], { error: 'a decimal, as a number or a string' })
  .transform((value, context) => {
    const canonical = canonicalDecimal(String(value));
    if (canonical !== undefined) return canonical;
    context.addIssue({
      code: 'custom',
      message: 'a decimal with at most 30 digits before and after the point',
      params: { code: 'value-malformed' },
    });
    return z.NEVER;
  })
  .meta({
    id: 'Decimal',
    override: { type: ['string', 'number'], pattern: PLAIN.source, examples: ['102.87'] },
  });
