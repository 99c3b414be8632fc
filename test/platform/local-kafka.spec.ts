import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  kafkaIsMissing,
  type LocalKafka,
  SCRAM_USER,
  startLocalKafka,
} from '../../deploy/local-kafka/local-kafka.js';

jest.setTimeout(180_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`A real broker is not there: ${missing}`);

(missing ? describe.skip : describe)('a broker on this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-kafka-'));
  let broker: LocalKafka;
  beforeAll(async () => {
    broker = await startLocalKafka(folder);
  });
  afterAll(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const plain = () =>
    new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING, retry: { retries: 20 } });

  test('makes no topic that nobody asked for', async () => {
    const admin = plain().admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    await expect(admin.fetchTopicMetadata({ topics: ['unasked'] })).rejects.toThrow();
    expect(await admin.listTopics()).toEqual(['kept']);
    await admin.disconnect();
  });

  test('keeps what it acknowledged when it is killed', async () => {
    const producer = plain().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: 'kept', acks: -1, messages: [{ key: 'k', value: 'Bến Nghé' }] });
    await producer.disconnect();
    await broker.kill();
    await broker.start();
    const consumer = plain().consumer({ groupId: 'after', sessionTimeout: 6000 });
    await consumer.connect();
    await consumer.subscribe({ topics: ['kept'], fromBeginning: true });
    const value = await new Promise<string | undefined>((done, failed) => {
      const eachMessage = ({ message }: { message: { value: Buffer | null } }) =>
        Promise.resolve(done(message.value?.toString()));
      consumer.run({ eachMessage }).catch(failed);
    });
    expect(value).toBe('Bến Nghé');
    await consumer.disconnect();
  });

  test('knows its one user by password, and nobody else', async () => {
    const as = (password: string) =>
      new Kafka({
        brokers: [broker.scramBrokers],
        logLevel: logLevel.NOTHING,
        retry: { retries: 5 },
        sasl: { mechanism: 'scram-sha-512', username: SCRAM_USER.username, password },
      }).admin();
    const known = as(SCRAM_USER.password);
    await known.connect();
    expect(await known.listTopics()).toContain('kept');
    await known.disconnect();
    await expect(as('guessed').connect()).rejects.toThrow(/SCRAM|authentication/i);
  });
});
