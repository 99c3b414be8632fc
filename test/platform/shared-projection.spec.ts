import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import {
  type Fact,
  KafkaEventLog,
  ManualClock,
  Metrics,
  platformMigrations,
  ProjectionRunner,
} from '#platform';
import {
  kafkaIsMissing,
  type LocalKafka,
  startLocalKafka,
} from '../../deploy/local-kafka/local-kafka.js';
import { eventually } from '../support/eventually.js';
import { type TestDatabase, testDatabase } from '../support/test-database.js';

jest.setTimeout(120_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`Projections shared by processes are not tested: ${missing}`);

const TOPIC = 'test.shared';
const COUNTING = { name: 'counting', topic: TOPIC };

(missing ? describe.skip : describe)('a projection that two processes share', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-shared-'));
  const runners: ProjectionRunner[] = [];
  const logs: KafkaEventLog[] = [];
  let broker: LocalKafka;
  let under: TestDatabase;
  let made = 0;

  beforeAll(async () => {
    broker = await startLocalKafka(folder);
    under = await testDatabase(platformMigrations);
    const admin = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic: TOPIC, numPartitions: 3 }],
    });
    await admin.disconnect();
  });
  afterAll(async () => {
    await Promise.all(runners.map((runner) => runner.stopAll()));
    await Promise.all(logs.map((log) => log.close()));
    await broker.stop();
    await under.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const aProcess = () => {
    const log = new KafkaEventLog(under.database, {
      brokers: [broker.brokers],
      sessionTimeoutMs: 2000,
    });
    const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
    const runner = new ProjectionRunner(under.database, log, clock, new Metrics());
    logs.push(log);
    runners.push(runner);
    let applied = 0;
    return {
      log,
      runner,
      start: () =>
        runner.run({
          ...COUNTING,
          maxBatch: 10,
          apply: () => Promise.resolve(),
          applied: ({ length }) => void (applied += length),
        }),
      /** How many were applied since it was asked last. */
      applied: () => [applied, (applied = 0)][0] as number,
    };
  };

  const facts = (count: number): Fact[] =>
    Array.from({ length: count }, () => ({
      id: `fact-${(made += 1)}`,
      type: 'vn.tiendo.test.v1',
      key: `key-${made % 20}`,
      time: '2024-08-20T00:59:00.000Z',
      correlationId: 'c',
      data: {},
    }));

  test('each knows how far all of it is, though partitions have come and gone', async () => {
    const [one, two] = [aProcess(), aProcess()];
    /** Facts come until each of them has applied some; then each is asked how far all are. */
    const areApplied = async (...by: readonly (typeof one)[]) => {
      for (const { applied } of [one, two]) applied();
      const still = new Set(by);
      const isShared = async () => {
        await one.log.append(TOPIC, facts(60));
        for (const each of still) if (each.applied() > 0) still.delete(each);
        return still.size === 0;
      };
      await eventually('each of them has some', isShared, 30_000);
      for (const { runner } of [one, two]) {
        expect(await runner.caughtUp(COUNTING, 10_000)).toBe(true);
        expect((await runner.lags()).filter(({ events }) => events > 0)).toEqual([]);
      }
    };
    await one.start();
    await areApplied(one);
    for (let round = 0; round < 3; round += 1) {
      await two.start();
      await areApplied(one, two);
      await one.runner.stopAll();
      await areApplied(two);
      await one.start();
      await areApplied(one, two);
      await two.runner.stopAll();
      await areApplied(one);
    }
    const { rows } = await under.database.query(
      `SELECT sum(next_offset)::int AS applied FROM projection_position WHERE projection = 'counting'`,
    );
    expect(rows).toEqual([{ applied: made }]);
  });
});
