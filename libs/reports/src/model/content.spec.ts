import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseRow } from '../parse-row.js';
import { canonicalContent } from './content.js';

const contentOf = (sent: unknown) => canonicalContent(parseRow(JSON.parse(JSON.stringify(sent)))!);

const amount = fc.tuple(
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
  fc.integer({ min: 0, max: 12 }),
);
/** A decimal written plainly; more zeros and a leading zero do not change it. */
const written = ([digits, scale]: [bigint, number], zeros = 0) => {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale) + '0'.repeat(zeros);
  return `${sign}${zeros > 0 ? '0' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};
const word = fc.stringMatching(/^[a-z]{1,6}$/).filter((text) => text !== 'value');
const aSubmission = fc.record(
  {
    reportId: fc.stringMatching(/^[a-z0-9]{1,8}$/),
    indicator: word,
    unit: word,
    period: fc.constantFrom('2024-06', '2024-Q2', '2024'),
    note: fc.string().filter((text) => !text.includes('\u0000')),
    standing: fc.constant('official'),
    breakdown: fc.array(fc.record({ sex: word, age: word, value: amount.map((a) => written(a)) })),
  },
  { requiredKeys: ['indicator', 'unit', 'period'] },
);

describe('the content of a report', () => {
  test('is the same whatever the order of fields and parts, the zeros of its decimals, or its id', () => {
    fc.assert(
      fc.property(
        aSubmission,
        amount,
        fc.integer({ min: 0, max: 5 }),
        fc.nat(),
        (sent, value, zeros, turn) => {
          const { standing: _, breakdown = [], ...rest } = sent;
          const fields = Object.entries({ ...rest, value: written(value, zeros) });
          const turned = [
            ...fields.slice(turn % fields.length),
            ...fields.slice(0, turn % fields.length),
          ];
          const parts = [...breakdown]
            .reverse()
            .map(({ sex, age, value: v }) => ({ value: v, age, sex }));
          const again = { ...Object.fromEntries(turned), reportId: 'other', breakdown: parts };
          expect(contentOf(again)).toBe(contentOf({ ...sent, value: written(value) }));
        },
      ),
    );
  });

  test('is another for another value, unit, period, standing or note', () => {
    fc.assert(
      fc.property(aSubmission, amount, (sent, value) => {
        const one = contentOf({ ...sent, value: written(value) });
        const others = [
          { ...sent, value: written([value[0] + 1n, value[1]]) },
          { ...sent, value: written(value), unit: `${sent.unit}-b` },
          { ...sent, value: written(value), period: '2023' },
          { ...sent, value: written(value), standing: 'estimate' },
          { ...sent, value: written(value), note: `${sent.note ?? ''}.` },
          { ...sent, numerator: written(value), denominator: '1' },
        ];
        for (const other of others) expect(contentOf(other)).not.toBe(one);
      }),
    );
  });

  test('a unit by its code is not the same content as the unit by its id', () => {
    const sent = { indicator: 'a', period: '2024', value: 1 };
    expect(contentOf({ ...sent, unit: 'x' })).not.toBe(contentOf({ ...sent, unitCode: 'x' }));
  });

  test.each([
    ['1.0', 1],
    ['-0', '0'],
    ['1e3', '1000.000'],
    ['007', '7'],
  ])('%j is %j', (a, b) => {
    const sent = { indicator: 'a', unit: 'u', period: '2024' };
    expect(contentOf({ ...sent, value: a })).toBe(contentOf({ ...sent, value: b }));
  });
});
