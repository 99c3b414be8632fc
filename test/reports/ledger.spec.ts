import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Catalogue, catalogueMigrations, periodNo } from '#catalogue';
import { FACTS, IndicatorDocument, UnitDocument } from '#contracts';
import { platformMigrations, Poison, type Recorded, Unavailable } from '#platform';
import {
  countedStatements,
  countedStatementsOf,
  firstReceived,
  recordReports,
  reportsMigrations,
} from '#reports';
import { UnitTree } from '#units';
import { smallTown } from '../support/small-town.js';
import { recorded } from '../support/recorded.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(60_000);

const town = smallTown();
const catalogue = new Catalogue({
  version: 3,
  units: new UnitTree(town.units.map((unit, no) => ({ no, ...UnitDocument.parse(unit) }))),
  calendars: [],
  indicators: town.indicators.map((one, no) => ({ no: no + 50, ...IndicatorDocument.parse(one) })),
  resolutions: [],
  targets: [],
  rules: [],
  channels: [],
});
const AT = new Date('2024-08-20T01:00:00Z');

let under: TestDatabase;
let offset = 0;
const next = () => (offset += 1);

beforeAll(async () => {
  const migrations = [...platformMigrations, ...catalogueMigrations, ...reportsMigrations];
  under = await testDatabase(migrations);
});
beforeEach(async () => {
  await under.database.query(`TRUNCATE report, refusal`);
});
afterAll(() => under.drop());

const fact = (
  type: string,
  id: string,
  data: object,
  time = '2024-08-20T00:59:00.000Z',
): Recorded =>
  recorded({ id, type, key: 'budget-revenue', time, correlationId: 'c', data }, next());

function accepted(reportId: string, changes: Record<string, unknown> = {}): Recorded {
  const report = {
    reportId,
    indicator: 'budget-revenue',
    unit: 'town-north',
    period: '2024-06',
    value: '1',
    standing: 'official',
    sender: 'north ward',
    senderKey: 'key-1',
    catalogueVersion: 3,
    ...changes,
  };
  return fact(FACTS.reportAccepted, reportId, { fingerprint: JSON.stringify(changes), ...report });
}

const withdrawn = (reportId: string) =>
  fact(FACTS.reportWithdrawn, `withdrawal/${reportId}`, {
    reportId,
    indicator: 'budget-revenue',
    reason: 'nhập nhầm',
    sender: 'north ward',
    senderKey: 'key-1',
  });

const record = (...facts: readonly Recorded[]) =>
  under.database.transaction((tx) => recordReports(tx, facts, catalogue, AT));
const idsOf = (statements: readonly { reportId: string }[]) =>
  statements.map((one) => one.reportId);
const cell = (unit = 'town-north', period = '2024-06') => ({
  indicatorNo: 50,
  unitNo: catalogue.units.byId(unit)!.no,
  period: periodNo(period),
});

describe('recording facts', () => {
  test('answers new statements in log order, with exact amounts', async () => {
    const ratio = { indicator: 'e-health-record', period: '2024-Q2', value: undefined };
    const { statements, withdrawnCells } = await record(
      accepted('b', { value: '123456789012345678901234567890.000000000000000000000000000001' }),
      accepted('a', { ...ratio, numerator: '45.5', denominator: '60', standing: 'estimate' }),
      accepted('c', { value: undefined, done: true }),
    );
    expect(statements).toMatchObject([
      { reportId: 'b', amount: '123456789012345678901234567890.000000000000000000000000000001' },
      { reportId: 'a', amount: '45.5', denominator: '60', official: false, period: 202422 },
      { reportId: 'c', amount: '100', denominator: null, official: true },
    ]);
    expect(withdrawnCells).toEqual([]);
    expect(await countedStatements(under.database, [{ ...statements[1]! }])).toEqual([
      statements[1],
    ]);
  });

  test('facts seen before have no second effect, whether in one batch or in a later one', async () => {
    const first = accepted('a');
    const again = recorded(first, next());
    expect(idsOf((await record(first, again)).statements)).toEqual(['a']);
    expect((await record(again, first)).statements).toEqual([]);
    expect(idsOf((await record(first, accepted('b'))).statements)).toEqual(['b']);
    const { rows } = await under.database.query(`SELECT id FROM refusal`);
    expect(rows).toEqual([]);
  });

  test('other content under an id that the ledger has becomes a refusal, once', async () => {
    const late = accepted('a', { value: '2' });
    const { statements } = await record(accepted('a'), late);
    expect(idsOf(statements)).toEqual(['a']);
    expect(statements[0]?.amount).toBe('1');
    expect((await record(late)).statements).toEqual([]);
    const { rows } = await under.database.query(`SELECT report_id, errors, sender FROM refusal`);
    expect(rows).toMatchObject([
      { report_id: 'a', sender: 'north ward', errors: [{ code: 'duplicate-conflict' }] },
    ]);
  });

  test('a withdrawal names its cell once; what was said and taken back in one batch is told', async () => {
    const taken = withdrawn('a');
    const { statements, withdrawnCells } = await record(
      accepted('a'),
      accepted('b'),
      taken,
      withdrawn('b'),
    );
    expect(idsOf(statements)).toEqual(['a', 'b']);
    expect(withdrawnCells).toEqual([cell()]);
    expect((await record(taken)).withdrawnCells).toEqual([]);
    expect(await countedStatements(under.database, [cell()])).toEqual([]);
  });

  test.each(['nestloop', 'hashjoin', 'mergejoin'])(
    'of two withdrawals that come together the first is kept, by %s',
    async (plan) => {
      const ids = Array.from({ length: 100 }, (_, index) => `r${index}`);
      const facts = [...ids.map((id) => accepted(id)), ...[...ids, ...ids].map(withdrawn)];
      await under.database.transaction(async (tx) => {
        const others = ['nestloop', 'hashjoin', 'mergejoin'].filter((other) => other !== plan);
        for (const other of others) await tx.query(`SET LOCAL enable_${other} = off`);
        await recordReports(tx, facts, catalogue, AT);
      });
      const { rows } = await under.database.query(
        `SELECT report_id, withdrawn_offset::int AS at FROM report ORDER BY withdrawn_offset`,
      );
      const firsts = facts
        .slice(100, 200)
        .map(({ offset: at }, index) => ({ report_id: ids[index], at }));
      expect(rows).toEqual(firsts);
    },
  );

  test('waits for the reference data that a report was accepted by', async () => {
    const ahead = accepted('a', { catalogueVersion: 4, indicator: 'new-indicator' });
    await expect(record(ahead)).rejects.toThrow(Unavailable);
  });

  test.each([
    ['an unknown indicator', () => accepted('a', { indicator: 'nothing' })],
    ['an unknown unit', () => accepted('a', { unit: 'nowhere' })],
    ['the withdrawal of what was never recorded', () => withdrawn('never')],
  ])('%s is poison', async (_, poison) => {
    await expect(record(poison())).rejects.toThrow(Poison);
  });

  test('can be forgotten and done again', async () => {
    const facts = [accepted('a'), withdrawn('a'), accepted('b')];
    await record(...facts);
    await under.database.query(`TRUNCATE report`);
    expect(idsOf((await record(...facts)).statements)).toEqual(['a', 'b']);
  });
});

describe('looking up', () => {
  test('what counts in the cells of an indicator, over periods', async () => {
    await record(
      accepted('a', { period: '2024-05' }),
      accepted('b', { period: '2024-06' }),
      accepted('c', { period: '2024-06', standing: 'estimate' }),
      accepted('d', { period: '2024-06', unit: 'town-south' }),
      accepted('e', { period: '2024-07' }),
      accepted('f', { period: '2024-06', indicator: 'waste-collected' }),
    );
    const found = await countedStatementsOf(under.database, 50, 202405, 202406);
    expect(idsOf(found).sort()).toEqual(['a', 'b', 'd']);
  });

  test('when a cell was first heard of, but for what was taken back', async () => {
    const at = (id: string, time: string) => ({ ...accepted(id), time });
    await record(
      at('a', '2024-07-01T00:00:00.000Z'),
      at('b', '2024-07-02T00:00:00.000Z'),
      at('c', '2024-07-03T00:00:00.000Z'),
      withdrawn('a'),
    );
    expect(await firstReceived(under.database, [cell(), cell('town-south')])).toEqual([
      { ...cell(), at: new Date('2024-07-02T00:00:00.000Z') },
    ]);
  });
});

interface Step {
  readonly id: number;
  readonly unit: string;
  readonly standing: string;
  readonly withdraw: boolean;
}

/** Facts of a made-up story, and what was said in it by whom, first said first. */
function storyOf(steps: readonly Step[]) {
  const said = new Map<number, { unit: string; standing: string; withdrawn: boolean }>();
  const facts = steps.map(({ id, unit, standing, withdraw }) => {
    const known = said.get(id);
    if (!known) said.set(id, { unit, standing, withdrawn: false });
    else if (withdraw) known.withdrawn = true;
    return known && withdraw ? withdrawn(`${id}`) : accepted(`${id}`, { unit, standing });
  });
  return { facts, said };
}

test('what counts is the last official not taken back, else the last estimate, however it came', async () => {
  const aStep = fc.record({
    id: fc.integer({ min: 0, max: 9 }),
    unit: fc.constantFrom('town-north', 'town-south'),
    standing: fc.constantFrom('official', 'estimate'),
    withdraw: fc.boolean(),
  });
  const batches = fc.integer({ min: 1, max: 15 });
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), batches, async (steps, size) => {
      await under.database.query(`TRUNCATE report, refusal`);
      const { facts, said } = storyOf(steps);
      for (let from = 0; from < facts.length; from += size) {
        await record(...facts.slice(from, from + size));
      }
      for (const unit of ['town-north', 'town-south']) {
        const live = [...said].filter(([, one]) => one.unit === unit && !one.withdrawn);
        const official = live.filter(([, one]) => one.standing === 'official');
        const expected = (official.length > 0 ? official : live).at(-1)?.[0];
        const found = await countedStatements(under.database, [cell(unit)]);
        expect(idsOf(found)).toEqual(expected === undefined ? [] : [`${expected}`]);
      }
    }),
    { numRuns: 40 },
  );
});
