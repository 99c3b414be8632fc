import { expect, test } from '@jest/globals';
import { grouped } from './send.js';

test('groups keep the order of their items, and of their beginnings', () => {
  expect(grouped(['b1', 'a1', 'b2', 'a2'], (item) => item.slice(0, 1))).toEqual([
    ['b1', 'b2'],
    ['a1', 'a2'],
  ]);
});
