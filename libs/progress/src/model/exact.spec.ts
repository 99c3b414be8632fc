import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutQuotient, exact, quotient, ulp, written } from './exact.js';

test('0.1 + 0.2 is 0.3', () => {
  expect(written(exact('0.1').plus('0.2'))).toBe('0.3');
});

test('sums of the longest values keep every digit', () => {
  const longest = `${'9'.repeat(30)}.${'9'.repeat(30)}`;
  const sum = Array.from({ length: 10 }).reduce<ReturnType<typeof exact>>(
    (total) => total.plus(longest),
    exact(0),
  );
  expect(written(sum)).toBe(`${'9'.repeat(31)}.${'9'.repeat(29)}`);
});

test.each([
  // 1/3 = 0.333…; 2/3 = 0.666… rounds up
  ['1', '3', '0.333333333333'],
  ['2', '3', '0.666666666667'],
  ['-2', '3', '-0.666666666667'],
  // exactly half of the last decimal goes away from zero
  ['1', '2000000000000', '0.000000000001'],
  ['-1', '2000000000000', '-0.000000000001'],
  // a shade below half goes down, however far behind the point the shade is
  ['0.4999999999999999999999999999', '1000000000000', '0'],
  ['6', '3', '2'],
  ['1', '-4', '-0.25'],
  ['-1', '9999999999999', '0'],
  // wide numbers: the 12 decimals are still right
  [`${'1'.repeat(30)}`, '7', '15873015873015873015873015873.0'.slice(0, -2)],
  ['1e29', '0.000000000000000000000000000003', `${'3'.repeat(59)}.${'3'.repeat(12)}`],
])('%s / %s is %s', (a, b, expected) => {
  expect(written(quotient(exact(a), exact(b)))).toBe(expected);
});

/** round half away from zero of n/d at 12 decimals, in integers */
function oracle(n: bigint, d: bigint): string {
  const sign = n < 0n !== d < 0n && n !== 0n ? '-' : '';
  const [top, bottom] = [n < 0n ? -n : n, d < 0n ? -d : d];
  const scaled = (2n * top * 10n ** 12n + bottom) / (2n * bottom);
  const text = scaled.toString().padStart(13, '0');
  const plain = `${text.slice(0, -12)}.${text.slice(-12)}`.replace(/\.?0+$/, '');
  return plain === '0' ? '0' : sign + plain;
}

const whole = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });

test('a quotient is rounded once, as integers would', () => {
  fc.assert(
    fc.property(
      whole,
      whole.filter((n) => n !== 0n),
      (n, d) => {
        expect(written(quotient(exact(n.toString()), exact(d.toString())))).toBe(oracle(n, d));
      },
    ),
    { numRuns: 500 },
  );
});

test('a quotient cut off is the last value of so many decimals on its way from zero', () => {
  fc.assert(
    fc.property(
      whole,
      whole.filter((n) => n !== 0n),
      fc.integer({ min: 0, max: 30 }),
      (n, d, decimals) => {
        const [a, b] = [exact(n.toString()), exact(d.toString())];
        const cut = cutQuotient(a, b, decimals).abs();
        expect(cut.times(b.abs()).lte(a.abs())).toBe(true);
        expect(cut.plus(ulp(decimals)).times(b.abs()).gt(a.abs())).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('decimals are written without exponent, trailing zeros or a negative zero', () => {
  expect(['1e-30', '1e40', '1.500', '-0', '-0.10'].map((text) => written(exact(text)))).toEqual([
    `0.${'0'.repeat(29)}1`,
    `1${'0'.repeat(40)}`,
    '1.5',
    '0',
    '-0.1',
  ]);
  expect(written(null)).toBeNull();
});
