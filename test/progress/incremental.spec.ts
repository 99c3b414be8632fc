import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact, Recorded } from '#platform';
import { reckon } from '../support/oracle.js';
import { recorded } from '../support/recorded.js';
import { aProvince, INDICATORS, REPORTING } from './a-province.js';
import {
  aFact,
  aWithdrawal,
  startWorld,
  storedFigures,
  storedStandings,
  type World,
} from './world.js';

const START = '2024-02-10T05:00:00Z';
const DAY = 86_400_000;

/** Sixty stories of up to 150 steps, each played, reckoned and rebuilt. */
jest.setTimeout(900_000);

let world: World;
beforeAll(async () => {
  world = await startWorld(START);
  await world.apply(aProvince());
});
afterAll(() => world.stop());

type Step =
  | {
      readonly what: 'report';
      readonly indicator: number;
      readonly ward: number;
      readonly back: number;
      readonly value: number;
      readonly base: number;
      readonly estimate: boolean;
    }
  | { readonly what: 'withdraw' | 'repeat'; readonly which: number }
  | { readonly what: 'cut' }
  | { readonly what: 'days'; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      what: fc.constant('report' as const),
      indicator: fc.nat(INDICATORS.length - 1),
      ward: fc.nat(REPORTING.length - 1),
      back: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 3, arbitrary: fc.constant(1) },
        fc.nat(5),
      ),
      value: fc.integer({ min: -20, max: 300 }),
      base: fc.nat(40),
      estimate: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('withdraw' as const, 'repeat' as const),
      which: fc.nat(200),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ what: 'cut' as const }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('days' as const), days: fc.nat(40) }) },
);

test('applied in any cuts, on any days, the read models are what the facts say, and the same when rebuilt', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 150, size: 'max' }), play),
    { numRuns: Number(process.env['RUNS'] ?? 60) },
  );
});

async function play(steps: readonly Step[]): Promise<void> {
  world.clock.set(START);
  await world.begin();
  const story = new Story();
  for (const one of steps) {
    if (one.what === 'days') {
      await story.flush();
      world.clock.set(new Date(world.clock.now().getTime() + one.days * DAY));
    } else if (one.what === 'cut') await story.flush();
    else story.tell(one);
  }
  await story.flush();
  await world.revisits.revisit(world.clock.now());
  const today = world.clock.today();
  const reckoned = reckon(world.catalogue(), story.facts, today);
  const incremental = {
    figures: await storedFigures(world),
    standings: await storedStandings(world),
  };
  expect(incremental.figures).toEqual(reckoned.figures);
  expect(incremental.standings).toEqual(reckoned.standings);
  await world.begin();
  if (story.facts.length > 0) await world.project(story.facts);
  await world.revisits.revisit(world.clock.now());
  expect(await storedFigures(world)).toEqual(incremental.figures);
  expect(await storedStandings(world)).toEqual(incremental.standings);
}

class Story {
  readonly facts: Recorded[] = [];
  private pending: Recorded[] = [];
  private readonly reported: Fact[] = [];

  tell(one: Exclude<Step, { what: 'days' | 'cut' }>): void {
    if (one.what === 'report') return this.report(one);
    const known = this.reported[one.which % Math.max(1, this.reported.length)];
    if (!known) return;
    this.record(one.what === 'repeat' ? known : aWithdrawal(known.id, known.key));
  }

  async flush(): Promise<void> {
    if (this.pending.length > 0) await world.project(this.pending);
    this.pending = [];
  }

  private report(one: Extract<Step, { what: 'report' }>): void {
    const indicator = INDICATORS[one.indicator]!;
    const calendar = world.catalogue().calendar('civil');
    const frequency = indicator.frequency as 'month';
    let period = calendar.periodAt(world.clock.today(), frequency);
    for (let back = one.back; back > 0; back -= 1) {
      const first = calendar.firstDay(period);
      const before = new Date(Date.parse(first) - DAY).toISOString().slice(0, 10);
      period = calendar.periodAt(before, frequency);
    }
    const value = (one.value / 10).toString();
    const shape = {
      plain: { value },
      ratio: { numerator: value, denominator: (one.base / 10).toString() },
      done: { done: one.value > 100 },
    }[(indicator as { value?: 'ratio' | 'done' }).value ?? 'plain'];
    const fact = aFact({
      reportId: `r${this.reported.length}`,
      indicator: indicator.code,
      unit: REPORTING[one.ward]!,
      period,
      standing: one.estimate ? 'estimate' : 'official',
      ...shape,
    });
    this.reported.push(fact);
    this.record(fact);
  }

  private record(fact: Fact): void {
    const told = recorded(fact, this.facts.length);
    this.facts.push(told);
    this.pending.push(told);
  }
}
