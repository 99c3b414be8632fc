import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './parse-json.js';

describe('reading a body', () => {
  test('numbers that a float keeps are numbers, the others come as they were written', () => {
    expect(parseJson('{"a":0.1,"b":102.87,"c":-5}')).toEqual({ a: 0.1, b: 102.87, c: -5 });
    expect(parseJson('{"a":0.1000000000000000055}')).toEqual({ a: '0.1000000000000000055' });
    expect(parseJson('[12345678901234567890.12]')).toEqual(['12345678901234567890.12']);
    expect(parseJson('{"a":1e400,"b":1e-400}')).toEqual({ a: '1e400', b: '1e-400' });
  });

  test('digits inside strings are left alone', () => {
    expect(parseJson('{"a":", 12345678901234567890 \\" 1e5"}')).toEqual({
      a: ', 12345678901234567890 " 1e5',
    });
  });

  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['too deep', '['.repeat(33) + ']'.repeat(33)],
    ['a prototype', '{"__proto__":{"a":1}}'],
    ['a prototype in disguise', '{"\\u005f_proto__":{"a":1}}'],
    ['a prototype beside an unsafe number', '{"__proto__":{"a":1},"b":1e400}'],
  ])('%s is refused as malformed', (_, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'body-malformed' }));
  });

  test('deep brackets inside a string are no depth', () => {
    const text = JSON.stringify({ a: '['.repeat(100) });
    expect(parseJson(text)).toEqual({ a: '['.repeat(100) });
  });

  test('what JSON can say comes back, but for a prototype', () => {
    const texts = fc.json({ noUnicodeString: false }).filter((text) => !text.includes('__proto__'));
    fc.assert(
      fc.property(texts, (text) => {
        const exact = JSON.parse(text) as unknown;
        const read = parseJson(text);
        expect(withNumbers(read)).toEqual(withNumbers(exact));
      }),
    );
  });
});

/** Numbers that came as text stand for themselves. */
function withNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' && /^-?\d[\d.eE+-]*$/.test(one) ? Number(one) : one,
  );
}
