import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from '#platform';
import { exact, written } from '#progress';
import { recorded } from '../support/recorded.js';
import { aProvince, INDICATORS } from './a-province.js';
import { aFact, startWorld, storedFigures, storedStandings, type World } from './world.js';

jest.setTimeout(300_000);

const MONTHS = ['2024-01', '2024-02', '2024-03', '2024-04'];
/** All of them are there, and below the province, in all of these months. */
const WARDS = ['w1', 'w2', 'w4', 'w5'];
const MONTHLY = INDICATORS.filter(({ frequency }) => frequency === 'month');

let world: World;
beforeAll(async () => {
  world = await startWorld('2024-05-10T05:00:00Z');
  await world.apply(aProvince());
});
afterAll(() => world.stop());

interface Said {
  readonly indicator: number;
  readonly ward: number;
  readonly month: number;
  readonly value: string;
}

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(12))
  .map(([digits, scale]) => written(exact(digits.toString()).div(exact(`1e${scale}`))));

/** At most one report for a cell. */
const cells = fc.uniqueArray(
  fc.record<Said>({
    indicator: fc.nat(MONTHLY.length - 1),
    ward: fc.nat(WARDS.length - 1),
    month: fc.nat(MONTHS.length - 1),
    value: decimal,
  }),
  { minLength: 2, maxLength: 60, selector: (one) => [one.indicator, one.ward, one.month].join() },
);

test('neither the order of different cells nor ten retries of each change anything', async () => {
  const played = fc.tuple(cells, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 80 }));
  await fc.assert(
    fc.asyncProperty(played, async ([said, chance, atOnce]) => {
      const once = await afterAllOf(said.map(factOf), said.length);
      const again = said
        .flatMap((one) => Array.from({ length: 10 }, () => factOf(one)))
        .map((fact) => ({ fact, place: chance.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ fact }) => fact);
      expect(await afterAllOf(again, atOnce)).toEqual(once);
    }),
    { numRuns: 25 },
  );
});

test('the parts add up to the whole, to the last digit', async () => {
  const summed = MONTHLY.filter(({ acrossUnits }) => acrossUnits === 'sum');
  await fc.assert(
    fc.asyncProperty(cells, async (said) => {
      const { figures } = await afterAllOf(said.map(factOf), said.length);
      for (const { code } of summed) {
        for (const month of MONTHS) {
          const parts = said
            .filter((one) => MONTHLY[one.indicator]?.code === code && MONTHS[one.month] === month)
            .map(({ value }) => exact(value));
          const whole = parts.reduce((sum, part) => sum.plus(part), exact('0'));
          const amount = figures.get(`${code}/p/${month}`)?.amount;
          expect(amount).toBe(parts.length > 0 ? written(whole) : undefined);
        }
      }
    }),
    { numRuns: 25 },
  );
});

/** What the read models say of these facts, told in parts to empty ones. */
async function afterAllOf(facts: readonly Fact[], atOnce: number) {
  await world.begin();
  const told = facts.map(recorded);
  for (let start = 0; start < told.length; start += atOnce) {
    await world.project(told.slice(start, start + atOnce));
  }
  await world.revisits.revisit(world.clock.now());
  return { figures: await storedFigures(world), standings: await storedStandings(world) };
}

function factOf({ indicator, ward, month, value }: Said) {
  const { code, ...rest } = MONTHLY[indicator] as (typeof MONTHLY)[number] & { value?: string };
  const shapes: Record<string, object> = {
    ratio: { numerator: value, denominator: '8' },
    done: { done: exact(value).isPositive() },
  };
  const shape = shapes[rest.value ?? ''] ?? { value };
  const cell = { indicator: code, unit: WARDS[ward] as string, period: MONTHS[month] as string };
  return aFact({ reportId: Object.values(cell).join('/'), ...cell, ...shape });
}
