import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel, type Message, type Producer, type Transaction } from 'kafkajs';
import { REPORT_MESSAGES, REPORT_TOPICS } from '#contracts';
import { watchLags } from '#platform';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import { aReport } from '../reports/door.js';
import { eventually } from '../support/eventually.js';
import { type InboundWorld, startInboundWorld, structured } from './inbound-world.js';

jest.setTimeout(120_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`The lag of the inbound topic is not tested: ${missing}`);

(missing ? describe.skip : describe)('how far behind the inbound topic is', () => {
  let world: InboundWorld;
  let key: string;
  let ids = 0;
  beforeAll(async () => {
    world = await startInboundWorld();
    ({ key } = await world.aKey('north ward', ['town-north']));
  });
  afterAll(() => world.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const aMessage = () => {
    const report = aReport({ reportId: `lag-${(ids += 1)}` });
    return structured(REPORT_MESSAGES.submitted, report, key, { key: 'one partition' });
  };
  const behind = async () => {
    const lags = await world.process().inbound.lags();
    expect(lags).toHaveLength(6);
    return lags.filter(({ events }) => events > 0);
  };
  const taken = () =>
    eventually('everything is taken', async () => (await behind()).length === 0, 20_000);
  /** From now on until it is called what is taken does not come to an end. */
  const hold = () => {
    const { log } = world.process();
    const append = log.append.bind(log);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((done) => (goOn = done));
    jest.spyOn(log, 'append').mockImplementation(async (topic, facts) => {
      await held;
      return append(topic, facts);
    });
    return goOn;
  };

  test('is told by partition, with the age of the oldest message, until it is taken', async () => {
    await taken();
    const goOn = hold();
    await world.ward.write(aMessage(), aMessage(), aMessage());
    await eventually('three wait', async () => (await behind())[0]?.events === 3);
    const [lag] = await behind();
    expect(lag).toMatchObject({ name: 'inbound', events: 3 });
    await eventually('they grow old', async () => (await behind())[0]!.seconds > lag!.seconds);
    const told = await world.process().metrics.registry.metrics();
    expect(told).toContain(`tiendo_inbound_lag_messages{partition="${lag?.partition}"} 3`);
    expect(told).toMatch(/tiendo_inbound_lag_seconds\{partition="\d"\} 0\.\d+/);
    goOn();
    await taken();
  });

  test('is told by the watch when nothing is taken any more', async () => {
    await taken();
    const goOn = hold();
    const told: string[] = [];
    const { inbound } = world.process();
    const unwatch = watchLags(
      () => inbound.lags(),
      600,
      (what) => told.push(what),
    );
    await world.ward.write(aMessage());
    await eventually('it is told', () => told.length > 0);
    unwatch();
    expect(told[0]).toMatch(/^inbound, partition \d,$/);
    goOn();
    await taken();
  });

  test('does not count what the broker has forgotten', async () => {
    await world.restart(async () => {
      await world.ward.write(aMessage(), aMessage());
      await world.forgetMessages();
    });
    expect(await behind()).toEqual([]);
    await world.ward.write(aMessage());
    await taken();
  });

  describe('counts of transactions', () => {
    const producers: Producer[] = [];
    afterAll(() => Promise.all(producers.map((one) => one.disconnect())));
    const transaction = async (...messages: Message[]): Promise<Transaction> => {
      const { brokers } = world.broker;
      const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
      const producer = kafka.producer({
        ...{ transactionalId: `ward-${(ids += 1)}`, idempotent: true, maxInFlightRequests: 1 },
        retry: { retries: 20 },
      });
      producers.push(producer);
      await producer.connect();
      const begun = await producer.transaction();
      await begun.send({ topic: REPORT_TOPICS.inbound, messages });
      return begun;
    };

    test('neither their marks, nor one that is open, nor one that was aborted', async () => {
      await taken();
      const open = await transaction(aMessage());
      expect(await behind()).toEqual([]);
      await open.abort();
      expect(await behind()).toEqual([]);
      const kept = await transaction(aMessage());
      await kept.commit();
      await world.ward.receipt(`lag-${ids - 1}`);
      await taken();
    });

    test('one that comes after an aborted one', async () => {
      await taken();
      const goOn = hold();
      await (await transaction(aMessage(), aMessage())).abort();
      await (await transaction(aMessage())).commit();
      await eventually('it waits', async () => (await behind()).length === 1);
      goOn();
      await taken();
    });
  });
});
