import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import {
  DropParkedHandler,
  DropParked,
  type Fact,
  ListParkedHandler,
  ManualClock,
  Metrics,
  platformMigrations,
  Poison,
  PostgresEventLog,
  type Projection,
  ProjectionRunner,
  type Recorded,
  RetryParked,
  RetryParkedHandler,
  type Sql,
} from '#platform';
import { eventually } from '../support/eventually.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

describe('the projection runner', () => {
  let under: TestDatabase;
  let log: PostgresEventLog;
  let runner: ProjectionRunner;
  let metrics: Metrics;
  let topic = 0;
  const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));

  beforeAll(async () => {
    Logger.overrideLogger(false);
    under = await testDatabase(platformMigrations);
    await under.database.query(`CREATE TABLE applied (projection text, n int)`);
    log = new PostgresEventLog(under.database.pool, under.url);
  });
  beforeEach(() => {
    topic += 1;
    metrics = new Metrics();
    runner = new ProjectionRunner(under.database, log, clock, metrics);
  });
  afterEach(() => runner.stopAll());
  afterAll(async () => {
    await log.close();
    await under.drop();
  });

  const topicName = () => `test.runner-${topic}`;
  const name = () => `projection-${topic}`;
  const follower = () => ({ name: name(), topic: topicName() });
  let ids = 0;
  const fact = (key: string, n: number): Fact => ({
    id: `f-${(ids += 1)}`,
    type: 'vn.tiendo.test.v1',
    key,
    time: '2024-08-20T00:59:00.000Z',
    correlationId: 'c',
    data: { n },
  });

  function projection(judge: (n: number, fact: Recorded) => void = () => undefined): Projection {
    return {
      name: name(),
      topic: topicName(),
      maxBatch: 100,
      apply: async (tx: Sql, facts) => {
        for (const one of facts) {
          const { n } = one.data as { n: number };
          await tx.query(`INSERT INTO applied VALUES ($1, $2)`, [name(), n]);
          judge(n, one);
        }
      },
    };
  }

  async function applied(): Promise<number[]> {
    const { rows } = await under.database.query<{ n: number }>(
      `SELECT n FROM applied WHERE projection = $1 ORDER BY ctid`,
      [name()],
    );
    return rows.map((row) => row.n);
  }

  const list = () => new ListParkedHandler(under.database).execute();
  const parkedHere = async () => (await list()).filter((one) => one.projection === name());

  test('a fact is applied once, however often the process starts again', async () => {
    await log.append(topicName(), [fact('a', 1), fact('b', 2)]);
    await runner.run(projection());
    expect(await runner.waitFor(follower(), 1, 5000)).toBe(true);
    await runner.stopAll();
    await log.append(topicName(), [fact('a', 3)]);
    const again = new ProjectionRunner(under.database, log, clock, new Metrics());
    await again.run(projection());
    expect(await again.waitFor(follower(), 2, 5000)).toBe(true);
    await again.stopAll();
    expect(await applied()).toEqual([1, 2, 3]);
  });

  test('a crash before the commit leaves neither rows nor position', async () => {
    let crashes = 2;
    await log.append(topicName(), [fact('a', 1), fact('a', 2)]);
    await runner.run(
      projection((n) => {
        if (n === 2 && crashes-- > 0) throw Object.assign(new Error('gone'), { code: '57P01' });
      }),
    );
    expect(await runner.waitFor(follower(), 1, 5000)).toBe(true);
    expect(await applied()).toEqual([1, 2]);
    expect(await parkedHere()).toEqual([]);
  });

  test('poison is parked with its error, its key waits behind it, other keys go on', async () => {
    await log.append(topicName(), [
      fact('a', 1),
      fact('b', 2),
      fact('a', 3),
      fact('b', 4),
      fact('c', 5),
    ]);
    await runner.run(
      projection((n) => {
        if (n === 2) throw new Poison('unknown-thing', 'There is no such thing.');
      }),
    );
    expect(await runner.waitFor(follower(), 4, 5000)).toBe(true);
    expect(await applied()).toEqual([1, 3, 5]);
    expect(await parkedHere()).toMatchObject([
      { offset: 1, key: 'b', state: 'poison', error: 'unknown-thing: There is no such thing.' },
      { offset: 3, key: 'b', state: 'waiting', error: null },
    ]);
    await log.append(topicName(), [fact('b', 6)]);
    expect(await runner.waitFor(follower(), 5, 5000)).toBe(true);
    expect(await parkedHere()).toHaveLength(3);
  });

  test('a retry applies the whole key in order, or nothing', async () => {
    let mended = false;
    await log.append(topicName(), [fact('a', 1), fact('a', 2)]);
    await runner.run(
      projection((n) => {
        if (n === 1 && !mended) throw new Poison('broken', 'Broken.');
      }),
    );
    expect(await runner.waitFor(follower(), 1, 5000)).toBe(true);
    const retry = new RetryParkedHandler(under.database, runner);
    expect(await retry.execute(new RetryParked(name(), 'a'))).toMatchObject({ remaining: 2 });
    expect(await applied()).toEqual([]);
    mended = true;
    expect(await retry.execute(new RetryParked(name(), 'a'))).toEqual({ applied: 2, remaining: 0 });
    expect(await applied()).toEqual([1, 2]);
    expect(await parkedHere()).toEqual([]);
  });

  test('a dropped fact is given up, and what waited can be retried', async () => {
    await log.append(topicName(), [fact('a', 1), fact('a', 2)]);
    await runner.run(
      projection((n) => {
        if (n === 1) throw new Poison('broken', 'Broken.');
      }),
    );
    expect(await runner.waitFor(follower(), 1, 5000)).toBe(true);
    expect(await new DropParkedHandler(under.database).execute(new DropParked(name(), 0, 0))).toBe(
      true,
    );
    const retried = await new RetryParkedHandler(under.database, runner).execute(
      new RetryParked(name(), 'a'),
    );
    expect(retried).toEqual({ applied: 1, remaining: 0 });
    expect(await applied()).toEqual([2]);
  });

  test('what was applied is told once, parked facts are not, and a failure to tell changes nothing', async () => {
    const told: number[] = [];
    await log.append(topicName(), [fact('a', 1), fact('b', 2), fact('b', 3), fact('c', 4)]);
    await runner.run({
      ...projection((n) => {
        if (n === 2) throw new Poison('broken', 'Broken.');
      }),
      applied: (facts) => {
        told.push(...facts.map((one) => (one.data as { n: number }).n));
        throw new Error('nobody listens');
      },
    });
    expect(await runner.waitFor(follower(), 3, 5000)).toBe(true);
    expect(told).toEqual([1, 4]);
    expect(await applied()).toEqual([1, 4]);
  });

  test('when another process has moved the position, nothing is applied twice', async () => {
    let moved = false;
    await log.append(topicName(), [fact('a', 1), fact('a', 2)]);
    await runner.run({
      ...projection(),
      apply: async (tx: Sql, facts) => {
        if (!moved) {
          await under.database.query(
            `UPDATE projection_position SET next_offset = 1 WHERE projection = $1`,
            [name()],
          );
          moved = true;
        }
        await projection().apply(tx, facts);
      },
    });
    expect(await runner.waitFor(follower(), 1, 5000)).toBe(true);
    expect(await applied()).toEqual([2]);
  });

  test('waiting for a position ends when it is reached, or says that it was not', async () => {
    await runner.run(projection());
    expect(await runner.waitFor(follower(), 0, 30)).toBe(false);
    const waiting = runner.waitFor(follower(), 0, 5000);
    await log.append(topicName(), [fact('a', 1)]);
    expect(await waiting).toBe(true);
    const elsewhere = new ProjectionRunner(under.database, log, clock, new Metrics());
    expect(await elsewhere.waitFor(follower(), 0, 1000)).toBe(true);
  });

  test('the lag is measured in facts and seconds', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => (release = done));
    await runner.run({ ...projection(), apply: () => held });
    await log.append(topicName(), [fact('a', 1), fact('a', 2)]);
    await eventually('the lag shows', async () =>
      (await metrics.registry.metrics()).includes(
        `tiendo_projection_lag_events{projection="${name()}",partition="0"} 2`,
      ),
    );
    expect(await metrics.registry.metrics()).toContain(
      `tiendo_projection_lag_seconds{projection="${name()}",partition="0"} 60`,
    );
    release();
  });
});
