import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recorded } from '../support/recorded.js';
import { aProvince } from './a-province.js';
import { aFact, startWorld, storedStandings, type World } from './world.js';

const BEFORE_DEADLINE = new Date('2024-02-10T05:00:00Z');
const AFTER_DEADLINE = new Date('2024-03-02T05:00:00Z');

let world: World;
beforeAll(async () => {
  world = await startWorld(AFTER_DEADLINE.toISOString());
  await world.apply(aProvince());
});
afterAll(() => world.stop());

test('what a slower clock judged after the day was looked at is looked at again', async () => {
  await world.revisits.revisit(AFTER_DEADLINE);
  world.clock.set(BEFORE_DEADLINE);
  const report = {
    reportId: 'r1',
    indicator: 'sum-sum',
    unit: 'w1',
    period: '2024-02',
    value: '3',
  };
  await world.project([recorded(aFact(report), 0)]);
  expect(await districtStandsAt()).toBeNull();

  world.clock.set(AFTER_DEADLINE);
  await world.revisits.revisit(AFTER_DEADLINE);
  expect(await districtStandsAt()).toBe(202402);
});

/** One of two wards reported: the period is assessable when its deadline has passed. */
async function districtStandsAt() {
  return (await storedStandings(world)).get('sum-sum-annual-d1')?.period;
}
