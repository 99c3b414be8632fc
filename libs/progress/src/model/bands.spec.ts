import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aPlan, placeIn } from './a-plan.fixture.js';
import { assess } from './assess.js';
import { bandsOf, needsEveryUnit, placeOf, rowOf, verdictAt } from './bands.js';
import { exact } from './exact.js';
import { nearestFlip } from './flip.js';
import { kindOf } from './kinds/kinds.js';
import { decimals, plans, situations } from './random.fixture.js';
import { isGreen, VERDICTS } from './verdict.js';

const runs = { numRuns: 400 };
const circumstances = fc.record({
  closed: fc.boolean(),
  tainted: fc.boolean(),
  lacksUnits: fc.boolean(),
});

describe('the cuts', () => {
  test('of a floor that is paced', () => {
    // E = 150 · 3/20 = 22.5: on track from 21.375, at risk from 13.5; attained at 150
    const plan = aPlan({ kind: 'total', min: '150' });
    expect(bandsOf(plan, placeIn(plan, '2021-Q3'))).toEqual({
      closedCuts: ['13.5', '21.375', '150'],
      openCuts: [],
      verdicts: [
        [40, 30, 20, 10],
        [50, 50, 50, 10],
        [40, 30, 20, 10],
        [50, 50, 50, 10],
      ],
      expected: '22.5',
      limit: { min: '150' },
      paceZero: '0',
      paceOne: '22.5',
      closesOn: null,
      continues: true,
      taintsLater: false,
    });
  });

  test('of a ceiling: the value itself is still good, what lies above is not', () => {
    // E = 15: on track up to 15 / 0.95, at risk up to 25, missed above 100
    const plan = aPlan({ kind: 'total', max: '100' });
    expect(bandsOf(plan, placeIn(plan, '2021-Q3'))).toMatchObject({
      closedCuts: [],
      openCuts: ['15.78947368421052631578947368421', '25', '100'],
      verdicts: [
        [20, 30, 40, 51],
        [10, 10, 10, 51],
        [20, 30, 40, 51],
        [10, 10, 10, 51],
      ],
    });
  });

  test('of a limit whose value is a band of its own', () => {
    const plan = aPlan({ kind: 'maintain', min: '10', max: '10' });
    expect(bandsOf(plan, 0)).toMatchObject({
      closedCuts: ['10'],
      openCuts: ['10'],
      verdicts: [
        [41, 20, 41],
        [51, 10, 51],
        [41, 32, 41],
        [51, 52, 51],
      ],
    });
  });

  test('of nothing to judge', () => {
    expect(bandsOf(aPlan(null), 0)).toMatchObject({
      closedCuts: [],
      openCuts: [],
      verdicts: [[65], [65], [65], [65]],
      closesOn: null,
    });
  });
});

describe('laws', () => {
  test('the look-up in the bands is the assessment', () => {
    fc.assert(
      fc.property(situations(), ([plan, figures, at]) => {
        const found = assess(plan, figures, at);
        fc.pre(found.periodIndex !== null && found.actual !== null);
        const bands = bandsOf(plan, found.periodIndex ?? 0);
        expect(verdictAt(bands, found.actual ?? '', found)).toEqual(found.verdict);
        const { expected, limit, paceZero, paceOne } = found;
        expect(bands).toMatchObject({ expected, limit, paceZero, paceOne });
        expect(found.closed).toBe(bands.closesOn !== null && at >= bands.closesOn);
      }),
      { numRuns: 1000 },
    );
  });

  test('the look-up is the judge, at and around every cut and anywhere else', () => {
    fc.assert(
      fc.property(plans, fc.nat(), decimals, circumstances, (plan, seed, anywhere, given) => {
        const index = seed % plan.schedule.length;
        const bands = bandsOf(plan, index);
        const { judge } = kindOf(plan).yardstick(index);
        const cuts = [...bands.closedCuts, ...bands.openCuts].map((cut) => exact(cut));
        const step = '0.000000000000000000000000000001';
        const around = cuts.flatMap((cut) => [cut, cut.plus(step), cut.minus(step)]);
        for (const actual of [exact(anywhere), ...around]) {
          const complete = { ...given, lacksUnits: false };
          expect(verdictAt(bands, actual, complete).no).toBe(
            judge(actual, given.closed, given.tainted),
          );
        }
      }),
      runs,
    );
  });

  test('cuts ascend, separate different verdicts, and rows are of one length', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, seed) => {
        const { closedCuts, openCuts, verdicts } = bandsOf(plan, seed % plan.schedule.length);
        for (const cuts of [closedCuts, openCuts]) {
          cuts.slice(1).forEach((cut, at) => expect(exact(cut).gt(cuts[at] ?? '')).toBe(true));
        }
        const places = closedCuts.length + openCuts.length + 1;
        verdicts.forEach((row) => expect(row).toHaveLength(places));
        for (let place = 1; place < places; place += 1) {
          expect(verdicts.some((row) => row[place] !== row[place - 1])).toBe(true);
        }
        const known = new Set(VERDICTS.map(({ no }) => no));
        verdicts.flat().forEach((no) => expect(known.has(no)).toBe(true));
      }),
      runs,
    );
  });

  test('the place is what two width_buckets in SQL come to', () => {
    const widthBucket = (value: ReturnType<typeof exact>, ascending: readonly string[]) =>
      ascending.filter((bound) => value.gte(bound)).length;
    fc.assert(
      fc.property(plans, fc.nat(), decimals, (plan, seed, value) => {
        const bands = bandsOf(plan, seed % plan.schedule.length);
        const negated = bands.openCuts.map((cut) => exact(cut).neg().toFixed()).reverse();
        const actual = exact(value);
        expect(placeOf(bands, actual)).toBe(
          widthBucket(actual, bands.closedCuts) +
            negated.length -
            widthBucket(actual.neg(), negated),
        );
      }),
      runs,
    );
  });

  test('the nearest flip flips, and nothing nearer does', () => {
    fc.assert(
      fc.property(plans, fc.nat(), decimals, circumstances, (plan, seed, value, given) => {
        const bands = bandsOf(plan, seed % plan.schedule.length);
        const actual = exact(value);
        const status = (at: ReturnType<typeof exact>) => verdictAt(bands, at, given).status;
        const flip = nearestFlip(bands, actual, given);
        const cuts = [...bands.closedCuts, ...bands.openCuts].map((cut) => exact(cut));
        if (!flip) {
          for (const cut of cuts) {
            expect(status(cut)).toBe(status(actual));
            expect(status(cut.plus('1e-30'))).toBe(status(actual));
          }
          return;
        }
        const up =
          flip.change.gt(0) ||
          (flip.change.isZero() && bands.openCuts.includes(flip.actual.toFixed()));
        const flipped = flip.inclusive ? flip.actual : flip.actual.plus(up ? '1e-30' : '-1e-30');
        expect(status(flipped)).toBe(flip.verdict.status);
        expect(flip.verdict.status).not.toBe(status(actual));
        expect(flip.change.toFixed()).toBe(flip.actual.minus(actual).toFixed());
        const distance = flip.change.abs();
        for (const cut of cuts.filter((known) => known.minus(actual).abs().lt(distance))) {
          expect(status(cut)).toBe(status(actual));
        }
      }),
      runs,
    );
  });

  test('a green verdict is never given on a part of the least or greatest', () => {
    fc.assert(
      fc.property(situations(), ([plan, figures, at]) => {
        const found = assess(plan, figures, at);
        const lacks =
          needsEveryUnit(plan) &&
          (found.completeness?.reported ?? 0) < (found.completeness?.due ?? 0);
        if (lacks && found.period !== null) expect(isGreen(found.verdict.no)).toBe(false);
      }),
      runs,
    );
  });
});

test('rows: open, closed, open and tainted, closed and tainted', () => {
  const rows = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].map(([closed = false, tainted = false]) => rowOf({ closed, tainted, lacksUnits: false }));
  expect(rows).toEqual([0, 1, 2, 3]);
});
