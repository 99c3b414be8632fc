import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { REPORT_TOPICS, TOPICS } from '#contracts';
import {
  KafkaEventLog,
  KafkaInboundMessages,
  kafkaSettings,
  ManualClock,
  parseConfiguration,
  platformMigrations,
  refuseUntrusted,
} from '#platform';
import {
  kafkaIsMissing,
  type LocalKafka,
  SCRAM_USER,
  startLocalKafka,
} from '../../deploy/local-kafka/local-kafka.js';
import { type Certificates, makeCertificates, opensslIsMissing } from '../support/certificates.js';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, withoutJestOptions } from '../support/server.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(120_000);

const missing = kafkaIsMissing() ?? opensslIsMissing();
if (missing) console.warn(`Kafka over TLS is not tested: ${missing}`);

(missing ? describe.skip : describe)('Kafka over TLS, with a password', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-tls-'));
  let ours: Certificates;
  let others: Certificates;
  let broker: LocalKafka;
  let under: TestDatabase;
  beforeAll(async () => {
    ours = makeCertificates(folder, 'ours');
    others = makeCertificates(folder, 'others');
    broker = await startLocalKafka(join(folder, 'kafka'), ours.server);
    under = await testDatabase(platformMigrations);
  });
  afterAll(async () => {
    await broker.stop();
    await under.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (authority: string) => ({
    TIENDO_PROFILE: 'distributed',
    TIENDO_ADMIN_KEY: ADMIN_KEY,
    DATABASE_URL: under.url,
    REDIS_URL: 'redis://127.0.0.1:1',
    KAFKA_BROKERS: broker.tlsBrokers,
    KAFKA_TLS: 'on',
    KAFKA_CA_FILE: authority,
    KAFKA_USERNAME: SCRAM_USER.username,
    KAFKA_PASSWORD: SCRAM_USER.password,
  });
  const settings = (authority: string) => {
    const parsed = parseConfiguration(environment(authority));
    if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
    return kafkaSettings(parsed.configuration);
  };
  const start = (application: string, authority: string) =>
    spawnSync(process.execPath, [`dist/apps/${application}.js`], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...withoutJestOptions(), ...environment(authority) },
    });

  test('the topics are made', () => {
    const { status, stdout, stderr } = start('api/src/topics.main', ours.authority);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(TOPICS.reports);
  });

  test('the log appends and reads', async () => {
    const log = new KafkaEventLog(under.database, settings(ours.authority));
    const fact = { id: 'tls-1', type: 'vn.tiendo.test.v1', key: 'k', data: { n: 1 } };
    const cause = { time: '2024-08-20T01:00:00.000Z', correlationId: 'c' };
    const [appended] = await log.append(TOPICS.reports, [{ ...fact, ...cause }]);
    expect(appended?.outcome).toBe('appended');
    expect(await log.find(TOPICS.reports, 'tls-1')).toMatchObject(fact);
    const read: string[] = [];
    await log.consume({
      ...{ topic: TOPICS.reports, group: 'tls', maxBatch: 10 },
      startAt: () => Promise.resolve(new Map()),
      handle: (_, facts) => Promise.resolve(void read.push(...facts.map(({ id }) => id))),
    });
    await eventually('it is read', () => read.includes('tls-1'), 30_000);
    await log.close();
  });

  test('messages of the inbound topic come in, answers go out, and the lag is known', async () => {
    const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
    const inbound = new KafkaInboundMessages(under.database, clock, settings(ours.authority));
    const [taken, answered]: string[][] = [[], []];
    const message = { key: 'k', value: 'Bến Nghé', headers: {} };
    const consume = (topic: string, into: string[]) =>
      inbound.consume({
        ...{ name: topic, topic, maxBatch: 10 },
        take: (messages) => {
          into.push(...messages.map(({ value }) => String(value)));
          const isAsked = topic === REPORT_TOPICS.inbound;
          return Promise.resolve(isAsked ? [{ ...message, topic: REPORT_TOPICS.receipts }] : []);
        },
      });
    await consume(REPORT_TOPICS.inbound, taken!);
    await consume(REPORT_TOPICS.receipts, answered!);
    const ward = new KafkaEventLog(under.database, settings(ours.authority));
    await ward.append(REPORT_TOPICS.inbound, [
      {
        id: 'm',
        type: 't',
        key: 'k',
        time: clock.now().toISOString(),
        correlationId: 'c',
        data: 1,
      },
    ]);
    await eventually('it is answered', () => answered!.includes('Bến Nghé'), 30_000);
    expect(taken).toHaveLength(1);
    await eventually('nothing waits', async () =>
      (await inbound.lags()).every(({ events }) => events === 0),
    );
    await ward.close();
    await inbound.close();
  });

  test.each(['api/src/topics.main', 'ingest/src/main'])(
    '%s refuses a broker that another authority has signed, in one line',
    (application) => {
      const { status, stderr } = start(application, others.authority);
      expect(status).toBe(1);
      const lines = stderr.trim().split('\n');
      expect(lines.at(-1)).toMatch(
        /^The certificate of Kafka at 127\.0\.0\.1:\d+ is not trusted \(.+\): KAFKA_CA_FILE has to name/,
      );
      expect(lines.filter((line) => !line.startsWith('{"level"'))).toHaveLength(1);
      expect(stderr).not.toContain(SCRAM_USER.password);
    },
  );

  test('nothing is sent to a broker that is not trusted', async () => {
    const log = new KafkaEventLog(under.database, settings(others.authority));
    await expect(log.ends(TOPICS.reports)).rejects.toMatchObject({ code: 'log-unavailable' });
    await log.close();
  });

  test('a file that is none, or holds no certificate, is told before anything starts', async () => {
    expect(parseConfiguration(environment(join(folder, 'nowhere')))).toEqual({
      problems: ['KAFKA_CA_FILE: a file that can be read'],
    });
    const empty = join(folder, 'empty.pem');
    writeFileSync(empty, 'no certificate');
    await expect(refuseUntrusted(settings(empty))).rejects.toThrow(/is not trusted/);
  });

  test('a broker that is not there is waited for', async () => {
    const gone = { ...settings(ours.authority), brokers: ['127.0.0.1:1'] };
    await expect(refuseUntrusted(gone)).resolves.toBeUndefined();
  });
});
