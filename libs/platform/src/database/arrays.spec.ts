import { describe, expect, test } from '@jest/globals';
import { bareArray, textArray } from './arrays.js';

/** What PostgreSQL reads: dimensions, nulls, type, then length and first index, then the elements. */
function read(bytes: Buffer): (string | null)[] {
  if (bytes.readInt32BE(0) === 0) return [];
  expect(bytes.readInt32BE(8)).toBe(25);
  const values: (string | null)[] = [];
  let at = 20;
  while (at < bytes.length) {
    const size = bytes.readInt32BE(at);
    values.push(size < 0 ? null : bytes.toString('utf8', at + 4, at + 4 + size));
    at += 4 + Math.max(size, 0);
  }
  expect(bytes.readInt32BE(12)).toBe(values.length);
  expect(bytes.readInt32BE(4)).toBe(values.includes(null) ? 1 : 0);
  return values;
}

describe('array parameters', () => {
  test.each([
    [[]],
    [['']],
    [['a', null, 'b']],
    [['{"x": ","}', 'NULL', '\\', 'Phường Bến Nghé', '🙂']],
  ] as (string | null)[][][])('texts %j are read back as they were', (values) => {
    expect(read(textArray(values))).toEqual(values);
  });

  test('numbers and nulls need no quotes', () => {
    expect(bareArray([1, null, '2.50', true])).toBe('{1,NULL,2.50,true}');
    expect(bareArray([])).toBe('{}');
  });
});
