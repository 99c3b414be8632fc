import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type IHeaders, Kafka, logLevel, type Message } from 'kafkajs';
import { AccessModule, accessMigrations, CreateApiKey } from '#access';
import { Apply, catalogueMigrations } from '#catalogue';
import { REPORT_TOPICS, TOPIC_SETTINGS, TOPICS, type Role } from '#contracts';
import {
  type Configuration,
  createHttpApp,
  type JobQueue,
  JsonLogger,
  KafkaEventLog,
  KafkaInboundMessages,
  kafkaSettings,
  type KafkaSettings,
  makeTopics,
  ManualClock,
  Metrics,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  type Recorded,
} from '#platform';
import { reportsMigrations } from '#reports';
import { IngestModule } from '../../apps/ingest/src/ingest.module.js';
import { SCRAM_USER, startLocalKafka } from '../../deploy/local-kafka/local-kafka.js';
import { administrator } from '../reports/door.js';
import { eventually } from '../support/eventually.js';
import { smallTown } from '../support/small-town.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

export interface Read {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Record<string, string>;
}

export type InboundWorld = Awaited<ReturnType<typeof startInboundWorld>>;

/** The settings of a process that has the broker's password, as its environment would say them. */
export function withPassword(brokers: string, password: string): KafkaSettings {
  const of = {
    KAFKA_BROKERS: [brokers],
    KAFKA_USERNAME: SCRAM_USER.username,
    KAFKA_PASSWORD: password,
  };
  return { ...kafkaSettings({ of } as unknown as Configuration), sessionTimeoutMs: 2000 };
}

/** A broker with the topics, a ward's system that writes and reads with a password, and the process between. */
export async function startInboundWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-inbound-'));
  const broker = await startLocalKafka(folder);
  await makeTopics({ brokers: [broker.brokers] }, TOPIC_SETTINGS);
  const under = await testDatabase([
    ...platformMigrations,
    ...catalogueMigrations,
    ...reportsMigrations,
    ...accessMigrations,
  ]);
  const settings = withPassword(broker.scramBrokers, SCRAM_USER.password);
  const ward = await aWardSystem(settings);
  let process = await startProcess(under, settings);
  await process.commands.execute(new Apply(smallTown(), administrator));

  return {
    ...under,
    broker,
    ward,
    process: () => process,
    /** The next process begins where `before` has left the positions. */
    restart: async (before: () => Promise<void>) => {
      await process.stop();
      await before();
      process = await startProcess(under, settings);
    },
    /** As the broker does with messages after their days. */
    forgetMessages: async () => {
      const topic = REPORT_TOPICS.inbound;
      const admin = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
        partition,
        offset: high,
      }));
      await admin.deleteTopicRecords({ topic, partitions });
      await admin.disconnect();
    },
    aKey: (name: string, units: string[], roles: Role[] = ['ward-reporter']) =>
      process.commands.execute(new CreateApiKey({ name, roles, units }, administrator)),
    stop: async () => {
      await process.stop();
      await ward.stop();
      await broker.stop();
      await under.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startProcess({ database }: TestDatabase, settings: KafkaSettings) {
  const log = new KafkaEventLog(database, settings);
  const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
  const failures: unknown[] = [];
  const inbound = new KafkaInboundMessages(database, clock, settings, (error) => {
    failures.push(error);
  });
  const metrics = new Metrics();
  const platform = PlatformModule.register({
    configuration: { webhookAllow: [] } as unknown as Configuration,
    database,
    eventLog: log,
    inboundMessages: inbound,
    publishedTopics: new NoPublishedTopics(),
    jobQueue: {} as JobQueue,
    clock,
    metrics,
  });
  @Module({ imports: [platform, AccessModule, IngestModule] })
  class Root {}
  const lines: string[] = [];
  const logger = new JsonLogger('trace', { write: (line) => void lines.push(line) });
  const app = await createHttpApp(Root, { logger, rateLimit: 0 });
  await app.listen(0, '127.0.0.1');
  return {
    commands: app.get(CommandBus),
    log,
    inbound,
    metrics,
    failures,
    lines,
    url: await app.getUrl(),
    facts: async (topic: string = TOPICS.reports) => {
      const ends = await log.ends(topic);
      const parts = await Promise.all(
        [...ends].map(([partition, end]) => log.read(topic, partition, 0, end)),
      );
      return parts.flat().sort((a, b) => a.position - b.position) as Recorded<any>[];
    },
    stop: async () => {
      await app.close();
      await inbound.close();
      await log.close();
    },
  };
}

async function aWardSystem(settings: KafkaSettings) {
  const kafka = new Kafka({
    brokers: [...settings.brokers],
    logLevel: logLevel.NOTHING,
    sasl: settings.sasl!,
    retry: { retries: 10, initialRetryTime: 100 },
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  await producer.connect();
  const consumer = kafka.consumer({ groupId: `ward-${randomUUID()}`, sessionTimeout: 10_000 });
  await consumer.connect();
  const read = { receipts: [] as Read[], deadLetters: [] as Read[] };
  const { receipts, deadLetters, inbound } = REPORT_TOPICS;
  await consumer.subscribe({ topics: [receipts, deadLetters], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, message }) => {
      const { key, value, headers = {} } = message;
      const texts = Object.entries(headers).map(([name, one]) => [name, String(one)]);
      (topic === receipts ? read.receipts : read.deadLetters).push({
        key: key?.toString() ?? null,
        value: value?.toString() ?? null,
        headers: Object.fromEntries(texts),
      });
    },
  });
  const receiptsOf = (reportId: string) =>
    read.receipts
      .map(({ key, value }) => ({ key, event: JSON.parse(value!) }))
      .filter(({ event }) => event.data.reportId === reportId);
  return {
    ...read,
    write: (...messages: Message[]) => producer.send({ topic: inbound, messages }),
    producer,
    receiptsOf,
    /** The first receipt of a report, when it is there. */
    receipt: async (reportId: string) => {
      await eventually(`there is a receipt of ${reportId}`, () => receiptsOf(reportId).length > 0);
      return receiptsOf(reportId)[0]!;
    },
    /** The dead letter whose value has the text, when it is there. */
    deadLetter: async (text: string) => {
      const find = () => read.deadLetters.find(({ value }) => value?.includes(text));
      await eventually(`there is a dead letter with ${text}`, () => find() !== undefined);
      return find()!;
    },
    stop: async () => {
      await consumer.disconnect();
      await producer.disconnect();
    },
  };
}

let events = 0;

/** A message in structured mode. */
export function structured(
  type: string,
  data: unknown,
  key: string | undefined,
  { id = `event-${(events += 1)}`, headers = {}, ...rest }: EventOptions = {},
): Message {
  const envelope = { specversion: '1.0', id, source: '/wards/test', type, data };
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    key: 'ward',
    value: JSON.stringify(envelope),
    headers: { 'content-type': 'application/cloudevents+json', ...authorization, ...headers },
    ...rest,
  };
}

interface EventOptions extends Partial<Message> {
  readonly id?: string;
  readonly headers?: IHeaders;
}
