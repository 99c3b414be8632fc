import { describe, expect, test } from '@jest/globals';
import { STATUSES } from '#contracts';
import fc from 'fast-check';
import { decide, type Judgement, type OpenEpisode, WORSENING } from './decide.js';

const judged = (fields: Partial<Judgement>): Judgement => ({
  status: 'on-track',
  period: 202406,
  holds: false,
  clears: true,
  streak: 0,
  ...fields,
});
const red = judged({ status: 'off-track', holds: true, clears: false, streak: 1 });
const opened = (fields: Partial<OpenEpisode> = {}): OpenEpisode => ({
  state: 'open',
  worst: 'off-track',
  period: 202406,
  ...fields,
});

describe('what happens to an episode', () => {
  test.each([
    ['a condition that holds raises', 1, red, undefined, 'raised'],
    ['too few periods in a row are pending', 2, red, undefined, 'pending'],
    ['enough of them raise', 2, { ...red, streak: 2 }, undefined, 'raised'],
    [
      'pending, enough of them raise',
      2,
      { ...red, streak: 2 },
      opened({ state: 'pending' }),
      'raised',
    ],
    ['pending, still too few change nothing', 2, red, opened({ state: 'pending' }), undefined],
    [
      'pending, not holding any more resolves',
      2,
      judged({}),
      opened({ state: 'pending' }),
      'resolved',
    ],
    ['better but not clear changes nothing', 1, judged({ clears: false }), opened(), undefined],
    ['clear resolves', 1, judged({}), opened(), 'resolved'],
    [
      'clear resolves what is acknowledged',
      1,
      judged({}),
      opened({ state: 'acknowledged' }),
      'resolved',
    ],
    ['worse is a line', 1, { ...red, status: 'missed' }, opened(), 'changed'],
    ['as bad as told is none', 1, red, opened(), undefined],
    ['an earlier period resolves nothing', 1, judged({ period: 202405 }), opened(), undefined],
    ['nothing is nothing', 1, judged({}), undefined, undefined],
  ] as const)('%s', (_, periods, now, open, what) => {
    expect(decide({ for: periods }, now, open)).toBe(what);
  });

  const judgements = fc.record<Judgement>({
    status: fc.constantFrom(...STATUSES),
    period: fc.option(fc.integer({ min: 202401, max: 202412 })),
    holds: fc.constantFrom(true, false, null),
    clears: fc.boolean(),
    streak: fc.nat(4),
  });
  const episodes = fc.record<OpenEpisode>({
    state: fc.constantFrom('pending', 'open', 'acknowledged'),
    worst: fc.option(fc.constantFrom(...WORSENING)),
    period: fc.option(fc.integer({ min: 202401, max: 202412 })),
  });

  test('silence never resolves: no period, or only periods before those known', () => {
    fc.assert(
      fc.property(judgements, episodes, fc.integer({ min: 1, max: 4 }), (now, open, periods) => {
        const known = open.period ?? 202401;
        const silent = {
          ...now,
          period: now.period === null ? null : Math.min(now.period, known - 1),
        };
        const what = decide({ for: periods }, silent, { ...open, period: known });
        expect(what).not.toBe('resolved');
      }),
    );
  });

  test('what cannot be judged begins nothing', () => {
    fc.assert(
      fc.property(judgements, fc.integer({ min: 1, max: 4 }), (now, periods) => {
        expect(decide({ for: periods }, { ...now, holds: null }, undefined)).toBeUndefined();
      }),
    );
  });

  test('deciding again after what was decided changes nothing', () => {
    fc.assert(
      fc.property(judgements, fc.integer({ min: 1, max: 4 }), (now, periods) => {
        fc.pre(!(now.holds && now.clears));
        const what = decide({ for: periods }, now, undefined);
        fc.pre(what !== undefined);
        const worst = WORSENING.includes(now.status) ? now.status : null;
        const open = {
          state: what === 'raised' ? 'open' : 'pending',
          worst,
          period: now.period,
        } as const;
        expect(decide({ for: periods }, now, open)).toBeUndefined();
      }),
    );
  });
});
