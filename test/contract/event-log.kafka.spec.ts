import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, type Fact, KafkaEventLog, platformMigrations } from '#platform';
import { kafkaIsMissing, startLocalKafka } from '../../deploy/local-kafka/local-kafka.js';
import { startCuttingProxy } from '../support/cutting-proxy.js';
import { eventually } from '../support/eventually.js';
import { testDatabase } from '../support/test-database.js';
import { eventLogContract } from './event-log.contract.js';

jest.setTimeout(180_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`The log on Kafka is not tested: ${missing}`);

/** Sockets that can be taken away, as the end of a process does. */
function mortalSockets() {
  const sockets = new Set<Socket>();
  let isDead = false;
  const factory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    sockets.add(socket.setKeepAlive(true, 60_000));
    if (isDead) socket.destroy(new Error('dead'));
    return socket;
  };
  const die = () => {
    isDead = true;
    for (const socket of sockets) socket.destroy();
  };
  return { factory, die };
}

async function aBroker(partitions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-kafka-log-'));
  const broker = await startLocalKafka(folder);
  const under = await testDatabase(platformMigrations);
  const admin = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  return {
    ...under,
    broker,
    makeTopic: async (topic: string) => {
      await admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic, numPartitions: partitions }],
      });
    },
    stop: async () => {
      await admin.disconnect();
      await broker.stop();
      await under.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

if (missing) test.skip('the log on Kafka', () => undefined);
else {
  for (const partitions of [1, 3]) {
    eventLogContract(`Kafka, ${partitions} partitions`, async () => {
      const { database, broker, makeTopic, stop } = await aBroker(partitions);
      const deaths = new Map<EventLog, () => void>();
      return {
        makeTopic,
        open: () => {
          const { factory, die } = mortalSockets();
          const log = new KafkaEventLog(database, {
            brokers: [broker.brokers],
            socketFactory: factory,
            sessionTimeoutMs: 2000,
          });
          deaths.set(log, die);
          return Promise.resolve(log);
        },
        crash: (log) => {
          deaths.get(log)?.();
          return Promise.resolve();
        },
        stop: async () => {
          await Promise.all([...deaths.keys()].map((log) => log.close()));
          await stop();
        },
      };
    });
  }
}

let made = 0;
const aFact = (n: number): Fact => ({
  id: `cut-${(made += 1)}`,
  type: 'vn.tiendo.test.v1',
  key: 'k',
  time: '2024-08-20T01:00:00.000Z',
  correlationId: 'c',
  data: { n },
});

(missing ? describe.skip : describe)('when answers of the broker are lost', () => {
  let under: Awaited<ReturnType<typeof aBroker>>;
  let proxy: Awaited<ReturnType<typeof startCuttingProxy>>;
  let log: KafkaEventLog;
  beforeAll(async () => {
    under = await aBroker(1);
    const port = Number(under.broker.brokers.split(':')[1]);
    proxy = await startCuttingProxy(port);
    log = new KafkaEventLog(under.database, {
      brokers: [`127.0.0.1:${proxy.port}`],
      socketFactory: ({ port: wanted, onConnect }) =>
        connect({ host: '127.0.0.1', port: wanted === port ? proxy.port : wanted }, onConnect),
    });
  });
  afterAll(async () => {
    await log.close();
    await proxy.close();
    await under.stop();
  });

  test('no acknowledged fact is lost, and none counts twice by its id', async () => {
    const topic = 'test.cut';
    await under.makeTopic(topic);
    const acknowledged: string[] = [];
    let refused = 0;
    for (let round = 0; round < 8; round += 1) {
      await log
        .append(topic, [aFact(round)])
        .then(([one]) => expect(one?.outcome).toBe('appended'));
      acknowledged.push(`cut-${made}`);
      proxy.cutNextAnswer(1500);
      for (let n = 0; n < 3; n += 1) {
        const fact = aFact(n);
        await eventually(
          'the fact is taken',
          async () => {
            try {
              await log.append(topic, [fact]);
              return true;
            } catch {
              refused += 1;
              return false;
            }
          },
          30_000,
        );
        acknowledged.push(fact.id);
      }
    }
    expect(refused).toBeGreaterThanOrEqual(8);
    const { 0: end } = Object.fromEntries(await log.ends(topic));
    const there = (await log.read(topic, 0, 0, end as number)).map(({ id }) => id);
    expect([...new Set(there)]).toEqual(acknowledged);
    for (const id of acknowledged) expect((await log.find(topic, id))?.id).toBe(id);
  });
});
