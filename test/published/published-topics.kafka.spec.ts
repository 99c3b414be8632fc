import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import {
  KafkaPublishedTopics,
  makeTopics,
  ManualClock,
  Metrics,
  platformMigrations,
  type Publication,
} from '#platform';
import {
  kafkaIsMissing,
  type LocalKafka,
  startLocalKafka,
} from '../../deploy/local-kafka/local-kafka.js';
import { eventually } from '../support/eventually.js';
import { followTopic } from '../support/follow-topic.js';
import { mortalDatabase } from '../support/mortal-database.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(120_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`Published topics are not tested: ${missing}`);

interface State {
  readonly n: number;
  readonly day: number;
}

/** What is true, and when each of it changed. */
class Truth implements Publication<State, number> {
  readonly type = 'vn.tiendo.test.v1';
  private readonly states = new Map<string, State>();
  private readonly changes: string[] = [];
  asked = 0;

  constructor(readonly topic: string) {}

  set(key: string, n: number, day = 1): void {
    this.states.set(key, { n, day });
    this.changes.push(key);
  }

  remove(key: string): void {
    this.states.delete(key);
    this.changes.push(key);
  }

  changedSince(mark: number | undefined) {
    this.asked += 1;
    const isAll = mark === undefined;
    const keys = isAll ? [...this.states.keys()] : this.changes.slice(mark);
    return Promise.resolve({ keys, isAll, mark: this.changes.length });
  }

  say(keys: readonly string[]) {
    const known = keys.filter((key) => this.states.has(key));
    return Promise.resolve(new Map(known.map((key) => [key, this.states.get(key) as State])));
  }

  essenceOf({ n }: State) {
    return n;
  }

  now = () => new Map([...this.states].map(([key, { n }]) => [key, n]));
}

let made = 0;

(missing ? describe.skip : describe)('a topic that tells how things stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-published-'));
  let broker: LocalKafka;
  let under: TestDatabase;
  let kafka: Kafka;
  beforeAll(async () => {
    broker = await startLocalKafka(folder);
    under = await testDatabase(platformMigrations);
    kafka = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING });
  });
  afterAll(async () => {
    await broker.stop();
    await under.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  let topic: string;
  let truth: Truth;
  let reader: Awaited<ReturnType<typeof followTopic>>;
  let running: { die(): void; stop(): Promise<void> }[];
  beforeEach(async () => {
    topic = `tiendo.test.${(made += 1)}`;
    await make();
    truth = new Truth(topic);
    reader = await followTopic(broker.brokers, topic);
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((process) => process.stop()));
    await reader.stop();
  });

  const make = () =>
    makeTopics(
      { brokers: [broker.brokers] },
      { [topic]: { partitions: 3, cleanup: 'compact', removalsKeptMs: 86_400_000 } },
    );
  /** A process that publishes what is true. */
  const start = async (source: Truth = truth) => {
    const { database, die, stop } = mortalDatabase(under.url);
    const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
    const failures: unknown[] = [];
    const metrics = new Metrics();
    const topics = new KafkaPublishedTopics(
      database,
      clock,
      metrics,
      { brokers: [broker.brokers] },
      (error) => failures.push(error),
    );
    const keeper = await topics.keep(source);
    const process = {
      topics,
      keeper,
      failures,
      metrics,
      die,
      stop: async () => {
        running = running.filter((one) => one !== process);
        await topics.close();
        await stop();
      },
    };
    running.push(process);
    return process;
  };
  const isTold = async () => {
    const told = () => new Map([...reader.last()].map(([key, { n }]) => [key, n]));
    await eventually('the topic says what is true', () => {
      const [said, wanted] = [told(), truth.now()];
      return said.size === wanted.size && [...wanted].every(([key, n]) => said.get(key) === n);
    });
  };
  /** Two looks later everything that would be said is said. */
  const twoLooks = async () => {
    const { asked } = truth;
    await eventually('it was looked twice', () => truth.asked >= asked + 2);
  };
  const write = async (key: string, value: string | null) => {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, messages: [{ key, value }] });
    await producer.disconnect();
  };

  test('says everything at first, then what changes, and nothing twice', async () => {
    truth.set('a', 1);
    truth.set('b', 1);
    await start();
    await isTold();
    truth.set('a', 2);
    await isTold();
    truth.set('a', 2, 2);
    truth.set('b', 1, 2);
    await twoLooks();
    truth.remove('b');
    await isTold();
    expect(reader.of('a').map(({ value }) => value.data)).toEqual([
      { n: 1, day: 1 },
      { n: 2, day: 1 },
    ]);
    expect(reader.of('b').map(({ value }) => value)).toEqual([expect.anything(), null]);
    expect(new Set(reader.of('a').map(({ partition }) => partition)).size).toBe(1);
  });

  test('is written as CloudEvents, each with an id of its own', async () => {
    truth.set('a', 1);
    const { metrics } = await start();
    await isTold();
    truth.set('a', 2);
    await isTold();
    const [first, second] = reader.of('a');
    expect(first).toMatchObject({
      headers: { 'content-type': 'application/cloudevents+json' },
      value: {
        specversion: '1.0',
        source: '/tiendo',
        type: 'vn.tiendo.test.v1',
        subject: 'a',
        time: '2024-08-20T01:00:00.000Z',
        datacontenttype: 'application/json',
      },
    });
    expect(first!.value.id).not.toBe(second!.value.id);
    await eventually('both are counted', async () => {
      const told = metrics.registry.getSingleMetricAsString('tiendo_published_messages_total');
      return (await told).includes(`{topic="${topic}",what="state"} 2`);
    });
  });

  test('is compacted, and keeps removals for as long as it says', async () => {
    const admin = kafka.admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic }],
    });
    await admin.disconnect();
    const values = new Map(
      resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
    expect(values.get('cleanup.policy')).toBe('compact');
    expect(values.get('delete.retention.ms')).toBe('86400000');
  });

  test('one process publishes at a time, and the next takes its place', async () => {
    for (let n = 0; n < 700; n += 1) truth.set(`k${n}`, n);
    const first = await start();
    await eventually('the first has the turn', () => first.topics.behind().length === 1);
    const second = await start();
    await isTold();
    expect(second.topics.behind()).toEqual([]);
    expect(first.topics.behind()).toEqual([{ topic, seconds: expect.any(Number) }]);
    await first.stop();
    truth.set('k1', -1);
    truth.remove('k2');
    await isTold();
    expect(second.topics.behind()).toHaveLength(1);
    expect(reader.messages).toHaveLength(702);
  });

  test('what a process had sent when it ended before it could keep it is not the last word', async () => {
    truth.set('a', 1);
    truth.set('gone', 1);
    const first = await start();
    await isTold();
    await twoLooks();
    first.die();
    truth.set('a', 2);
    truth.remove('gone');
    truth.set('new', 1);
    await eventually('it is sent', () => reader.of('new').length === 1);
    // Everything is again what the copy says, and the topic says something else.
    truth.set('a', 1);
    truth.set('gone', 1);
    truth.remove('new');
    await start();
    await first.stop();
    await isTold();
  });

  test('what was sent and not kept is not sent again where it is still true', async () => {
    truth.set('a', 1);
    const first = await start();
    await isTold();
    await twoLooks();
    first.die();
    truth.set('a', 2);
    await eventually('it is sent', () => reader.of('a').length === 2);
    await eventually('it was not kept', () => first.failures.length > 0);
    await first.stop();
    await start();
    truth.set('b', 1);
    await isTold();
    expect(reader.of('a').filter(({ value }) => value.data.n === 2)).toHaveLength(1);
  });

  test('what somebody else writes there is corrected', async () => {
    truth.set('a', 2);
    await start();
    await isTold();
    const { value } = reader.of('a')[0]!;
    await write('a', JSON.stringify({ ...value, data: { n: 1, day: 1 } }));
    await write('nobody', '"no event at all"');
    await eventually('both are corrected', () => reader.of('a').length === 3);
    await eventually('the other is gone', () => reader.of('nobody').at(-1)?.value === null);
    await isTold();
  });

  test('a topic that was made anew is filled again, by the process that runs', async () => {
    truth.set('a', 1);
    truth.set('b', 2);
    await start();
    await isTold();
    await twoLooks();
    await reader.stop();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await eventually('the topic is made anew', () =>
      make().then(
        ({ length }) => length === 1,
        () => false,
      ),
    );
    await admin.disconnect();
    reader = await followTopic(broker.brokers, topic);
    await isTold();
    truth.set('a', 3);
    await isTold();
    expect(reader.messages).toHaveLength(3);
  });

  test('where the copy is lost it is made from the topic, and nothing is sent again', async () => {
    truth.set('a', 1);
    truth.set('b', 2);
    const first = await start();
    await isTold();
    await first.stop();
    await under.database.query(`DELETE FROM published_message WHERE topic = $1`, [topic]);
    await under.database.query(`DELETE FROM projection_position WHERE projection = $1`, [topic]);
    truth.remove('b');
    truth.set('c', 3);
    await start();
    await isTold();
    expect(reader.of('a')).toHaveLength(1);
    expect(reader.of('b')).toHaveLength(2);
  });

  test('while the broker is away it falls behind, and catches up', async () => {
    truth.set('a', 1);
    const { topics } = await start();
    await isTold();
    await broker.kill();
    truth.set('a', 2);
    await eventually('it is behind', () => topics.behind()[0]!.seconds > 2);
    await broker.start();
    truth.set('a', 3);
    await eventually('it has caught up', () => topics.behind()[0]!.seconds < 1, 30_000);
    await reader.stop();
    reader = await followTopic(broker.brokers, topic);
    await isTold();
  });
});
