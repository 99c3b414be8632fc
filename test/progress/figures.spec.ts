import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Fact, Recorded } from '#platform';
import { reckon } from '../support/oracle.js';
import { recorded } from '../support/recorded.js';
import { smallTown } from '../support/small-town.js';
import { aFact, startWorld, storedFigures, storedStandings, type World } from './world.js';

let world: World;
let offset = 0;
beforeAll(async () => {
  world = await startWorld('2024-03-01T01:00:00Z');
  await world.apply(smallTown());
});
afterAll(() => world.stop());

const record = (fact: Fact): Recorded => recorded(fact, offset++);

test('a report reaches the town above its ward', async () => {
  const facts = [
    aFact({
      reportId: 'a',
      indicator: 'budget-revenue',
      unit: 'town-north',
      period: '2024-02',
      value: '0.1',
    }),
    aFact({
      reportId: 'b',
      indicator: 'budget-revenue',
      unit: 'town-south',
      period: '2024-02',
      value: '0.2',
    }),
    aFact({
      reportId: 'c',
      indicator: 'waste-collected',
      unit: 'town-south',
      period: '2024-02',
      numerator: '1',
      denominator: '3',
    }),
  ].map(record);
  await world.project(facts);
  const reckoned = reckon(world.catalogue(), facts, '2024-03-01');
  expect(await storedFigures(world)).toEqual(reckoned.figures);
  expect(await storedStandings(world)).toEqual(reckoned.standings);
});
