import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  Database,
  ManualClock,
  Metrics,
  platformMigrations,
  PostgresEventLog,
  type Projection,
  ProjectionRunner,
  watchLags,
} from '#platform';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.js';
import { eventually } from '../support/eventually.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const STUCK_AFTER_MS = 600;
const LOOKS = 6;
/** So many looks take longer than what stands still may. */
const LONG = 2 * LOOKS;

describe('the watch over readers', () => {
  let under: TestDatabase;
  let proxy: CuttingProxy;
  let pool: pg.Pool;
  let log: PostgresEventLog;
  let runner: ProjectionRunner;
  let unwatch: () => void;
  /** Of each test, and the name of its projection. */
  let topic = '';
  let told: string[] = [];
  let looks = { answered: 0, unanswered: 0 };
  let topics = 0;
  let facts = 0;
  let goOn: () => void = () => undefined;

  beforeAll(async () => {
    under = await testDatabase(platformMigrations);
    const url = new URL(under.url);
    proxy = await startCuttingProxy(Number(url.port));
    url.port = String(proxy.port);
    pool = new pg.Pool({ connectionString: url.href });
    pool.on('error', () => undefined);
    log = new PostgresEventLog(pool, url.href);
  });
  beforeEach(() => {
    topic = `test.watched-${(topics += 1)}`;
    [told, looks] = [[], { answered: 0, unanswered: 0 }];
    const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
    runner = new ProjectionRunner(new Database(pool), log, clock, new Metrics());
    unwatch = watchLags(looked, STUCK_AFTER_MS, (what) => told.push(what));
  });
  afterEach(async () => {
    unwatch();
    goOn();
    await runner.stopAll();
  });
  afterAll(async () => {
    await log.close();
    await pool.end();
    await proxy.close();
    await under.drop();
  });

  async function looked() {
    try {
      const lags = await runner.lags();
      looks.answered += 1;
      return lags;
    } catch (error) {
      looks.unanswered += 1;
      throw error;
    }
  }
  const append = (count: number) =>
    log.append(
      topic,
      Array.from({ length: count }, () => ({
        ...{ id: `w-${(facts += 1)}`, type: 'vn.tiendo.test.v1', key: 'k', data: {} },
        ...{ time: '2024-08-20T00:59:00.000Z', correlationId: 'c' },
      })),
    );
  const run = (apply: Projection['apply']) =>
    runner.run({ name: topic, topic, maxBatch: 1, apply });
  const hangs = () => new Promise<void>((done) => (goOn = done));
  const answered = (count: number) =>
    eventually(`there were ${count} looks`, () => looks.answered >= count);

  test('tells of a partition that is behind and stands still', async () => {
    await append(2);
    await run(hangs);
    await eventually('it is told', () => told.length > 0);
    expect(new Set(told)).toEqual(new Set([`${topic}, partition 0,`]));
    expect(looks.answered).toBeGreaterThanOrEqual(LOOKS);
  });

  test('says nothing of one that is behind and moves', async () => {
    await append(100);
    await run(() => new Promise((done) => setTimeout(done, STUCK_AFTER_MS / 4)));
    await answered(LONG);
    expect((await runner.lags())[0]?.events).toBeGreaterThan(0);
    expect(told).toEqual([]);
  });

  test('says nothing of one at rest, however long that is, nor when it is behind a moment later', async () => {
    await append(1);
    await run(() => Promise.resolve());
    await answered(LONG);
    await append(20);
    await runner.caughtUp({ name: topic, topic }, 5000);
    expect(told).toEqual([]);
  });

  test('says nothing while the database cannot be asked, and counts anew after that', async () => {
    await append(2);
    await run(hangs);
    await answered(LOOKS / 2);
    proxy.cutNextAnswer(STUCK_AFTER_MS * 2);
    await eventually('nobody answered for long', () => looks.unanswered > LOOKS);
    expect(told).toEqual([]);
    const before = looks.answered;
    await eventually('it is told', () => told.length > 0);
    expect(looks.answered - before).toBeGreaterThanOrEqual(LOOKS);
  });
});
