import { expect, test } from '@jest/globals';
import type { Rebuilt } from '#progress';
import { told } from './told.js';

const content = { rows: 619, checksum: '2cc35361f1ba' };
const change = (no: number) => ({
  target: `waste-${no}`,
  indicator: 'waste-collected',
  unit: 'north',
  from: 'on-track' as const,
  to: null,
});

function aRebuilt(given: Partial<Rebuilt> = {}, changes = 0): Rebuilt {
  const standing = { table: 'standing', live: content, rebuilt: content };
  return {
    facts: 9313,
    isSame: changes === 0,
    tookOver: changes === 0,
    leftOut: [],
    comparison: {
      tables: [{ ...standing, onlyLive: changes, onlyRebuilt: changes }],
      statuses: Array.from({ length: changes }, (_, no) => change(no)),
      overtaken: 0,
    },
    ...given,
  };
}

test('what is the same is told by its checksums', () => {
  expect(told(aRebuilt(), false)).toEqual([
    'table     live rows  checksum      rebuilt rows  checksum      difference',
    'standing  619        2cc35361f1ba  619           2cc35361f1ba  none',
    'Rebuilt from 9313 facts: the same as before. The new tables have taken over.',
  ]);
});

test('what differs is listed, and how to have it', () => {
  const lines = told(aRebuilt({}, 2), false);
  expect(lines[1]).toMatch(/-2 \+2$/);
  expect(lines.slice(2)).toEqual([
    '2 statuses would change:',
    'waste-0, north: on-track -> not there',
    'waste-1, north: on-track -> not there',
    'Rebuilt from 9313 facts: different from what is live. Nothing was taken over. With --allow-changes the new tables take over.',
  ]);
});

test('a list that nobody reads is cut', () => {
  const lines = told(aRebuilt({}, 1234), true);
  expect(lines).toHaveLength(205);
  expect(lines.at(-2)).toBe('… and 1034 more');
});

test('facts left out and standings not compared are named', () => {
  const leftOut = [{ id: 'p1', partition: 0, offset: 7, error: 'no such indicator' }];
  const { comparison } = aRebuilt();
  const lines = told(aRebuilt({ leftOut, comparison: { ...comparison, overtaken: 3 } }), false);
  expect(lines.slice(2, 4)).toEqual([
    '3 standings wait to be looked at again; they are not compared.',
    'left out: the fact p1 at 0/7: no such indicator',
  ]);
});
