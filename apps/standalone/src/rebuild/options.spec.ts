import { expect, test } from '@jest/globals';
import { optionsOf } from './options.js';

test.each([
  [['--projection', 'progress'], { dryRun: false, allowChanges: false }],
  [['--projection=progress', '--dry-run'], { dryRun: true, allowChanges: false }],
  [['--allow-changes', '--projection', 'progress'], { dryRun: false, allowChanges: true }],
])('%j is understood', (args, options) => {
  expect(optionsOf(args)).toEqual(options);
});

test.each([[[]], [['--projection', 'alerts']], [['--projection']], [['--force']], [['progress']]])(
  '%j is refused with words',
  (args) => {
    expect(optionsOf(args)).toEqual({ problem: expect.stringMatching(/\w+/) });
  },
);
