import { expect, test } from '@jest/globals';
import { ProgressLine } from './progress-line.js';

function aLine(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const output = { isTTY, write: (text: string) => written.push(text) };
  const line = new ProgressLine(output, () => now);
  return {
    written,
    line,
    at: (ms: number, done: number, all = 1_234_567) => {
      now = ms;
      line.show({ step: 'replaying', done, all });
    },
  };
}

test('away from a terminal there is a plain line now and then, with rate and remaining time', () => {
  const { written, line, at } = aLine(false);
  line.show({ step: 'preparing', done: 0, all: 0 });
  at(1000, 0);
  at(2000, 20_000);
  at(7000, 200_000);
  at(8000, 230_000);
  at(40_000, 1_234_567);
  line.show({ step: 'comparing', done: 1_234_567, all: 1_234_567 });
  line.end();
  expect(written).toEqual([
    'Making new tables …\n',
    'Replaying 0 % · 0 of 1,234,567 facts\n',
    'Replaying 16 % · 200,000 of 1,234,567 facts · 33,333/s · 0:32 left\n',
    'Replaying 100 % · 1,234,567 of 1,234,567 facts · 31,656/s · 0:00 left\n',
    'Comparing …\n',
  ]);
});

test('on a terminal one line with a bar changes', () => {
  const { written, line, at } = aLine(true);
  at(0, 0);
  at(50, 1000);
  at(100_000, 617_284);
  line.end();
  expect(written).toEqual([
    '\rReplaying [........................] 0 % · 0 of 1,234,567 facts\u001b[K',
    '\rReplaying [############............] 50 % · 617,284 of 1,234,567 facts · 6,173/s · 1:40 left\u001b[K',
    '\n',
  ]);
});

test('hours are told as hours', () => {
  const { written, at } = aLine(false);
  at(0, 0, 1_000_000);
  at(10_000, 1000, 1_000_000);
  expect(written.at(-1)).toMatch(/100\/s · 2:46:30 left/);
});
