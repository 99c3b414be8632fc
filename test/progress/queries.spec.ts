import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Principal, ProgressItem } from '#contracts';
import { TOPICS } from '#contracts';
import {
  ExplainTarget,
  GetChangedProgress,
  GetProgress,
  GetSeries,
  GetSubmissions,
  type ProgressQuestion,
  REPORT_PROGRESS,
} from '#progress';
import { smallTown } from '../support/small-town.js';
import { administrator, aFact, aWithdrawal, startWorld, type World } from './world.js';

const north: Principal = {
  keyId: 'k3',
  name: 'north',
  roles: ['ward-reporter'],
  units: ['town-north'],
};

let world: World;
beforeAll(async () => {
  world = await startWorld('2024-03-01T01:00:00Z');
  await world.apply(smallTown());
  await world.runner.run(world.following);
  await world.runner.run(world.reports);
  await world.log.append(TOPICS.reports, [
    revenue('a', 'town-north', '2024-01', '120'),
    revenue('b', 'town-south', '2024-01', '90.5'),
    revenue('c', 'town-river', '2024-01', '10'),
    revenue('d', 'town-north', '2024-02', '40', 'estimate'),
    aFact({
      reportId: 'e',
      indicator: 'waste-collected',
      unit: 'town-south',
      period: '2024-02',
      numerator: '94',
      denominator: '100',
    }),
  ]);
  await world.runner.waitFor(REPORT_PROGRESS, 4, 5000);
});
afterAll(async () => {
  await world.runner.stopAll();
  await world.stop();
});

function revenue(
  reportId: string,
  unit: string,
  period: string,
  value: string,
  standing: 'official' | 'estimate' = 'official',
) {
  return {
    ...aFact({ reportId, indicator: 'budget-revenue', unit, period, value, standing }),
    time: '2024-02-01T03:00:00.000Z',
  };
}

async function items(
  question: ProgressQuestion,
  principal = administrator,
): Promise<readonly ProgressItem[]> {
  const answer = await world.queries.execute(new GetProgress(question, principal));
  if ('refused' in answer) throw new Error(answer.refused.message);
  return answer.items;
}

describe('where targets stand', () => {
  test('an item says what was reached, what was expected, and on how many reports it rests', async () => {
    expect(await items({ indicator: 'budget-revenue', unit: 'town' })).toEqual([
      {
        targetId: 'revenue-town',
        kind: 'annual',
        resolution: 'town-i',
        programme: null,
        sector: 'economy',
        indicator: 'budget-revenue',
        unit: 'town',
        asOf: '2024-03-01',
        period: '2024-01',
        actual: '220.5',
        expected: '300',
        target: { min: '3600' },
        pace: '0.735',
        status: 'at-risk',
        method: 'pace/1',
        standing: 'official',
        completeness: { due: 3, reported: 3 },
        overduePeriods: 0,
        position: '0000000000000002',
      },
    ]);
  });

  test('an estimate makes a period assessable, and the item says so', async () => {
    const [item] = await items({ indicator: 'budget-revenue', unit: 'town-north' });
    expect(item).toMatchObject({ period: '2024-02', actual: '160', standing: 'estimate' });
  });

  test('what nobody reported is not assessed, and says how many are due', async () => {
    const [item] = await items({ indicator: 'e-health-record', unit: 'town' });
    expect(item).toMatchObject({
      status: 'not-assessed',
      reason: 'no-report',
      period: null,
      position: null,
      completeness: { due: 3, reported: 0 },
    });
  });

  test.each<[ProgressQuestion, number]>([
    [{}, 12],
    [{ term: '2023-2025' }, 12],
    [{ term: '2015-2020' }, 0],
    [{ programme: 'clean-town' }, 4],
    [{ sector: 'economy' }, 4],
    [{ indicator: 'nothing' }, 0],
    [{ unit: 'town' }, 3],
    [{ unit: 'nowhere' }, 0],
    [{ level: 'ward' }, 9],
    [{ unit: 'town', level: 'ward' }, 9],
    [{ status: 'off-track' }, 2],
    [{ status: 'off-track', asOf: '2024-02-01' }, 2],
    [{ status: 'not-assessed', asOf: '2023-01-01' }, 12],
  ])('asked for %j there are %i', async (question, count) => {
    expect(await items(question)).toHaveLength(count);
  });

  test('pages follow one another and end', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await world.queries.execute(
        new GetProgress({ limit: 5, cursor }, administrator),
      );
      if ('refused' in page) throw new Error(page.refused.message);
      seen.push(...page.items.map((item) => item.targetId!));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
  });

  test('a day in the past is judged as if it were today', async () => {
    const [item] = await items({
      indicator: 'budget-revenue',
      unit: 'town-north',
      asOf: '2024-01-31',
    });
    expect(item).toMatchObject({ asOf: '2024-01-31', period: '2024-01', actual: '120' });
  });

  test('a ward sees itself and nothing else', async () => {
    const seen = await items({}, north);
    expect(new Set(seen.map((item) => item.unit))).toEqual(new Set(['town-north']));
    expect(await items({ unit: 'town' }, north)).toEqual([]);
  });

  test('what was known on a past day, and positions that are none, are refused', async () => {
    const ask = (question: ProgressQuestion) =>
      world.queries.execute(new GetProgress(question, administrator));
    expect(await ask({ knownAt: '2024-01-01' })).toMatchObject({
      refused: { code: 'parameter-not-supported' },
    });
    expect(await ask({ minPosition: 'x' })).toMatchObject({
      refused: { code: 'parameter-malformed' },
    });
    expect(await ask({ cursor: '??' })).toMatchObject({ refused: { code: 'parameter-malformed' } });
    expect(await ask({ minPosition: '0000000000000004' })).toHaveProperty('items');
  });
});

test('a series has every period, reported or not', async () => {
  const series = await world.queries.execute(
    new GetSeries('budget-revenue', 'town', administrator, { to: '2024-02' }),
  );
  expect(series).toEqual({
    items: [
      {
        period: '2024-01',
        value: '220.5',
        standing: 'official',
        completeness: { due: 3, reported: 3 },
      },
      {
        period: '2024-02',
        value: '40',
        standing: 'estimate',
        completeness: { due: 3, reported: 1 },
      },
    ],
  });
  expect(
    await world.queries.execute(new GetSeries('budget-revenue', 'town', north)),
  ).toBeUndefined();
  expect(
    await world.queries.execute(
      new GetSeries('budget-revenue', 'town', administrator, { from: '2024-Q1', to: '2024' }),
    ),
  ).toHaveProperty('items.length', 12);
  expect(
    await world.queries.execute(
      new GetSeries('e-health-record', 'town', administrator, { from: '2024-01' }),
    ),
  ).toHaveProperty('refused.parameter', 'from');
});

test('an explanation says why, and what would flip it', async () => {
  const explanation = await world.queries.execute(
    new ExplainTarget('waste-town-south', administrator),
  );
  expect(explanation).toMatchObject({
    targetId: 'waste-town-south',
    item: { status: 'off-track', actual: '94' },
    nearestFlip: { actual: '95', change: '1', inclusive: true, status: 'on-track' },
  });
  expect(await world.queries.execute(new ExplainTarget('waste-town-south', north))).toBeUndefined();
});

test('submissions tell who reported on time, who late, and who not', async () => {
  const answer = await world.queries.execute(
    new GetSubmissions(
      { period: '2024-02', unit: 'town', indicator: 'budget-revenue' },
      administrator,
    ),
  );
  expect(answer).toMatchObject({
    items: [
      { unit: 'town-north', deadline: '2024-03-01', state: 'on-time', standing: 'estimate' },
      { unit: 'town-south', state: 'awaited', receivedAt: null },
      { unit: 'town-river', state: 'awaited' },
    ],
    next: null,
  });
  const late = await world.queries.execute(
    new GetSubmissions({ period: '2023-12', state: 'missing', limit: 2 }, administrator),
  );
  expect(late).toMatchObject({ items: [{ period: '2023-12' }, { period: '2023-12' }] });
  expect((late as { next: string | null }).next).not.toBeNull();
});

test('facts of the log tell which targets they concern, withdrawals too', async () => {
  await world.log.append(TOPICS.reports, [aWithdrawal('d', 'budget-revenue')]);
  await world.runner.waitFor(REPORT_PROGRESS, 5, 5000);
  const changed = await world.queries.execute(new GetChangedProgress(5, 6, administrator));
  expect(changed.map(({ position, item }) => [position, item.targetId, item.period])).toEqual([
    [5, 'revenue-town', '2024-01'],
    [5, 'revenue-town-north', '2024-01'],
  ]);
  expect(
    await world.queries.execute(new GetChangedProgress(5, 6, { ...north, units: [] })),
  ).toEqual([]);
});
