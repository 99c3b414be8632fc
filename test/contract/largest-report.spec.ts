import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Apply, CatalogueModule, catalogueMigrations } from '#catalogue';
import { LARGEST_REPORT_BYTES, TOPIC_SETTINGS, TOPICS } from '#contracts';
import {
  type Configuration,
  type EventLog,
  type JobQueue,
  KafkaEventLog,
  makeTopics,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  PostgresEventLog,
} from '#platform';
import { ReportsModule, reportsMigrations, SubmitReports } from '#reports';
import { kafkaIsMissing, startLocalKafka } from '../../deploy/local-kafka/local-kafka.js';
import { administrator, aReport } from '../reports/door.js';
import { smallTown } from '../support/small-town.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(180_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`The largest report on Kafka is not tested: ${missing}`);

interface Profile {
  readonly log: EventLog;
  stop(): Promise<void>;
}

async function embedded({ database, url }: TestDatabase): Promise<Profile> {
  const log = new PostgresEventLog(database.pool, url);
  return { log, stop: () => log.close() };
}

async function distributed({ database }: TestDatabase): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-largest-'));
  const broker = await startLocalKafka(folder);
  await makeTopics({ brokers: [broker.brokers] }, TOPIC_SETTINGS);
  const log = new KafkaEventLog(database, { brokers: [broker.brokers] });
  const stop = async () => {
    await log.close();
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { log, stop };
}

/** A report that is so large as JSON, by evidence of letters that UTF-8 needs three bytes for. */
function ofBytes(bytes: number, reportId: string) {
  const report = aReport({ reportId, evidence: [] as string[] });
  const size = () => Buffer.byteLength(JSON.stringify({ ...report, standing: undefined }));
  const evidence = report['evidence'] as string[];
  while (bytes - size() > 6000) evidence.push(`https://a.vn/${'ế'.repeat(1900)}`);
  for (let room = bytes - size(); room > 1990; room = bytes - size()) {
    evidence.push(`https://a.vn/${'a'.repeat(1500)}`);
  }
  evidence.push('https://a.vn/');
  evidence[evidence.length - 1] += 'a'.repeat(bytes - size());
  return report;
}

describe.each([
  ['embedded', embedded, undefined],
  ['distributed', distributed, missing],
] as const)('the largest report, %s', (_, start, isMissing) => {
  if (isMissing) return void test.skip('needs Kafka', () => undefined);
  let under: TestDatabase;
  let profile: Profile;
  let commands: CommandBus;
  let close: () => Promise<void>;
  beforeAll(async () => {
    under = await testDatabase([
      ...platformMigrations,
      ...catalogueMigrations,
      ...reportsMigrations,
    ]);
    profile = await start(under);
    const engines = PlatformModule.register({
      configuration: { webhookAllow: [] } as unknown as Configuration,
      database: under.database,
      eventLog: profile.log,
      inboundMessages: new NoInboundMessages(),
      publishedTopics: new NoPublishedTopics(),
      jobQueue: {} as JobQueue,
      clock: new ManualClock(new Date('2024-08-20T01:00:00Z')),
      metrics: new Metrics(),
    });
    const imports = [engines, CatalogueModule, ReportsModule];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    close = () => module.close();
    commands = module.get(CommandBus);
    await commands.execute(new Apply(smallTown(), administrator));
  });
  afterAll(async () => {
    await close();
    await profile.stop();
    await under.drop();
  });
  const submit = (...reports: unknown[]) =>
    commands.execute(new SubmitReports(reports, administrator, 'c'));

  test('is taken, many at once too, and comes back as it was', async () => {
    const reports = Array.from({ length: 8 }, (_, n) => ofBytes(LARGEST_REPORT_BYTES, `l-${n}`));
    const answers = await submit(...reports);
    expect(answers.map(({ state }) => state)).toEqual(reports.map(() => 'accepted'));
    const fact = await profile.log.find(TOPICS.reports, 'l-7');
    expect((fact?.data as { evidence: unknown }).evidence).toEqual(reports[7]!['evidence']);
  });

  test('is refused when it is a byte larger, and the others of its batch are taken', async () => {
    const [large, small] = [ofBytes(LARGEST_REPORT_BYTES + 1, 'm-1'), aReport({ reportId: 'm-2' })];
    const [refused, accepted] = await submit(large, small);
    expect(refused).toMatchObject({
      ...{ state: 'refused', reportId: 'm-1' },
      refusals: [{ pointer: '', code: 'body-too-large' }],
    });
    expect(accepted).toMatchObject({ state: 'accepted' });
    expect(await profile.log.find(TOPICS.reports, 'm-1')).toBeUndefined();
  });

  test('is less than what a change of all reference data may tell', async () => {
    const codes = Array.from({ length: 60_000 }, (_, n) => `target-of-a-unit-of-the-country-${n}`);
    const fact = { id: 'c-large', type: 'vn.tiendo.test.v1', key: 'catalogue', data: { codes } };
    const cause = { time: '2024-08-20T01:00:00.000Z', correlationId: 'c' };
    const [appended] = await profile.log.append(TOPICS.catalogue, [{ ...fact, ...cause }]);
    expect(appended?.outcome).toBe('appended');
    expect((await profile.log.find(TOPICS.catalogue, 'c-large'))?.data).toEqual({ codes });
  });
});
