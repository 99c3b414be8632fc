import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Appended, Consumer, EventLog, Fact, Recorded } from '#platform';
import { eventually } from '../support/eventually.js';

/** What the suite needs of an adapter. `open` gives a log as another process would have it. */
export interface LogUnderTest {
  open(): Promise<EventLog>;
  /** Makes a topic that is not there yet. */
  makeTopic(topic: string): Promise<void>;
  /** Ends the connections of one opened log as a crash would: nothing is said goodbye. */
  crash(log: EventLog): Promise<void>;
  stop(): Promise<void>;
}

let made = 0;
const fact = (key: string, n: number, more: Partial<Fact> = {}): Fact => ({
  id: `fact-${(made += 1)}`,
  type: 'vn.tiendo.test.v1',
  key,
  time: '2024-08-20T01:00:00.000Z',
  correlationId: 'c',
  data: { n },
  ...more,
});

const numberOf = (recorded: Recorded): number => (recorded.data as { n: number }).n;

/** Every adapter of the log must pass this, unchanged. */
export function eventLogContract(name: string, start: () => Promise<LogUnderTest>): void {
  describe(`the log on ${name}`, () => {
    let under: LogUnderTest;
    let log: EventLog;
    const consumers: Consumer[] = [];
    let topics = 0;
    const aTopic = async () => {
      const topic = `test.topic-${(topics += 1)}`;
      await under.makeTopic(topic);
      return topic;
    };

    jest.setTimeout(180_000);
    beforeAll(async () => {
      under = await start();
      log = await under.open();
    });
    afterEach(async () => {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
    });
    afterAll(async () => {
      await log.close();
      await under.stop();
    });

    /** What consumers of a group have handled, kept where each of them finds it. */
    const checkpoints = new Map<string, Map<number, number>>();
    function checkpointOf(name: string): Map<number, number> {
      const checkpoint = checkpoints.get(name) ?? new Map<number, number>();
      checkpoints.set(name, checkpoint);
      return checkpoint;
    }

    async function consume(
      from: EventLog,
      topic: string,
      handle: (facts: readonly Recorded[]) => Promise<void> | void,
      more: {
        group?: string;
        first?: Appended;
        maxBatch?: number;
        assigned?: (partitions: readonly number[]) => void;
      } = {},
    ): Promise<Consumer> {
      const group = more.group ?? 'group';
      const checkpoint = checkpointOf(`${topic}/${group}`);
      if (more.first) checkpoint.set(more.first.partition, more.first.offset);
      const consumer = await from.consume({
        topic,
        group,
        maxBatch: more.maxBatch ?? 100,
        assigned: (partitions) => more.assigned?.(partitions),
        startAt: (partitions) =>
          Promise.resolve(new Map(partitions.map((one) => [one, checkpoint.get(one) ?? 0]))),
        handle: async (partition, facts) => {
          await handle(facts);
          checkpoint.set(partition, facts.at(-1)!.offset + 1);
        },
      });
      consumers.push(consumer);
      return consumer;
    }

    test('a fact comes back as it was appended', async () => {
      const topic = await aTopic();
      const sent = fact('k', 1, {
        fingerprint: 'abc',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        data: { text: 'Bến Nghé "1"\\', n: 1 },
      });
      const [appended] = await log.append(topic, [sent]);
      const { outcome, ...place } = appended!;
      expect(outcome).toBe('appended');
      const read = await log.read(topic, place.partition, place.offset, 10);
      expect(read).toEqual([{ ...sent, ...place }]);
      expect(await log.between(topic, place.position, place.position + 1)).toEqual(read);
      expect(await log.find(topic, sent.id)).toEqual(read[0]);
      expect(await log.find(topic, 'nothing')).toBeUndefined();
    });

    test('a batch keeps its order, and ends tell the next offset', async () => {
      const topic = await aTopic();
      const appended = await log.append(
        topic,
        Array.from({ length: 1000 }, (_, n) => fact('k', n)),
      );
      const { partition, offset } = appended[0]!;
      const read = await log.read(topic, partition, offset, 1000);
      expect(read.map(numberOf)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
      expect((await log.ends(topic)).get(partition)).toBe(offset + 1000);
    });

    test('a batch of several mebibytes under one key is appended whole, and each fact is found', async () => {
      const topic = await aTopic();
      const text = 'x'.repeat(1000);
      const facts = Array.from({ length: 4000 }, (_, n) => fact('k', n, { data: { n, text } }));
      const appended = await log.append(topic, facts);
      const [first] = appended;
      expect(appended.map(({ offset }) => offset - first!.offset)).toEqual(facts.map((_, n) => n));
      const all = await log.between(topic, first!.position, appended.at(-1)!.position + 1);
      expect(all.map(numberOf)).toEqual(facts.map((_, n) => n));
      for (const n of [0, 1, 1999, 3999]) {
        expect(numberOf((await log.find(topic, facts[n]!.id))!)).toBe(n);
      }
      expect((await log.append(topic, facts)).every(({ outcome }) => outcome === 'repeated')).toBe(
        true,
      );
    });

    test('an empty append and an unknown topic are nothing special', async () => {
      expect(await log.append(await aTopic(), [])).toEqual([]);
      expect(await log.read('test.nobody-made-it', 0, 0, 10)).toEqual([]);
      expect(await log.between('test.nobody-made-it', 0, 10)).toEqual([]);
      expect(await log.find('test.nobody-made-it', 'x')).toBeUndefined();
    });

    test('the same id again is a repetition with the old offset, other content a conflict', async () => {
      const topic = await aTopic();
      const first = fact('k', 1, { fingerprint: 'one' });
      const [written] = await log.append(topic, [first]);
      const [same, other] = await log.append(topic, [first, { ...first, fingerprint: 'two' }]);
      expect(same).toEqual({ ...written, outcome: 'repeated' });
      expect(other).toEqual({ ...written, outcome: 'conflicting' });
      expect(await log.read(topic, written!.partition, 0, 10)).toHaveLength(1);
    });

    test('an id twice in one batch is written once', async () => {
      const topic = await aTopic();
      const first = fact('k', 1, { fingerprint: 'one' });
      const answers = await log.append(topic, [first, fact('k', 2), first]);
      expect(answers.map((answer) => answer.outcome)).toEqual(['appended', 'appended', 'repeated']);
      expect(answers[2]!.offset).toBe(answers[0]!.offset);
    });

    test('of sixteen who append one id at once, one writes it', async () => {
      const topic = await aTopic();
      const others = await Promise.all(Array.from({ length: 4 }, () => under.open()));
      const id = 'contested';
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, n) =>
          others[n % 4]!.append(topic, [fact('k', n, { id, fingerprint: `content ${n % 2}` })]),
        ),
      );
      const outcomes = answers.flat().map((answer) => answer.outcome);
      expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(7);
      expect(outcomes.filter((outcome) => outcome === 'conflicting')).toHaveLength(8);
      expect(new Set(answers.flat().map((answer) => answer.offset)).size).toBe(1);
      await Promise.all(others.map((other) => other.close()));
    });

    test('sixteen appenders, 10,000 facts each, readers alongside: no gap, no loss, order per key', async () => {
      const topic = await aTopic();
      const writers = await Promise.all(Array.from({ length: 4 }, () => under.open()));
      let writing = true;
      const partitions = Array.from({ length: await log.partitions(topic) }, (_, n) => n);
      const readers = partitions.map((one) => readWhile(log, topic, one, () => writing));
      await Promise.all(
        Array.from({ length: 16 }, async (_, key) => {
          for (let n = 0; n < 10_000; n += 100) {
            const facts = Array.from({ length: 100 }, (_, i) => fact(`key-${key}`, n + i));
            await writers[key % 4]!.append(topic, facts);
          }
        }),
      );
      writing = false;
      const seen = await Promise.all(readers);
      expect(seen.flat()).toHaveLength(160_000);
      for (const part of seen) {
        expect(firstGap(part)).toBeUndefined();
        expect(firstDisorder(part)).toBeUndefined();
        expect(firstFall(part)).toBeUndefined();
      }
      expect(new Set(seen.flat().map(({ position }) => position)).size).toBe(160_000);
      await Promise.all(writers.map((writer) => writer.close()));
    });

    test('a consumer gets what is there and what comes, in order, from where it starts', async () => {
      const topic = await aTopic();
      const before = await log.append(topic, [fact('k', 0), fact('k', 1), fact('k', 2)]);
      const seen: number[] = [];
      await consume(log, topic, (facts) => void seen.push(...facts.map(numberOf)), {
        first: before[1]!,
      });
      await eventually('the earlier facts arrive', () => seen.length === 2);
      await log.append(topic, [fact('k', 3)]);
      await eventually(
        'the new fact arrives without being looked for',
        () => seen.length === 3,
        3000,
      );
      expect(seen).toEqual([1, 2, 3]);
    });

    test('a consumer starts where it says, though its group was further and nothing new comes', async () => {
      const topic = await aTopic();
      await log.append(topic, [fact('k', 1), fact('k', 2), fact('k', 3)]);
      const numbersOfOne = async () => {
        const seen: number[] = [];
        const consumer = await log.consume({
          topic,
          group: 'again',
          maxBatch: 10,
          startAt: (partitions) => Promise.resolve(new Map(partitions.map((one) => [one, 0]))),
          handle: (_, facts) => Promise.resolve(void seen.push(...facts.map(numberOf))),
        });
        await eventually('all was read', () => seen.length >= 3);
        await consumer.stop();
        return seen;
      };
      expect(await numbersOfOne()).toEqual([1, 2, 3]);
      expect(await numbersOfOne()).toEqual([1, 2, 3]);
    });

    test('a batch that fails comes again, whole and first', async () => {
      const topic = await aTopic();
      await log.append(
        topic,
        Array.from({ length: 10 }, (_, n) => fact('k', n)),
      );
      const tries: number[][] = [];
      await consume(log, topic, (facts) => {
        tries.push(facts.map(numberOf));
        if (tries.length === 1) throw new Error('a crash between write and checkpoint');
      });
      await eventually('the batch is tried again', () => tries.length === 2);
      expect(tries[1]).toEqual(tries[0]);
    });

    test('a consumer reads no further ahead than one batch', async () => {
      const topic = await aTopic();
      await log.append(
        topic,
        Array.from({ length: 50 }, (_, n) => fact('k', n)),
      );
      let release: () => void = () => undefined;
      const held = new Promise<void>((done) => (release = done));
      const batches: number[] = [];
      await consume(
        log,
        topic,
        async (facts) => {
          batches.push(facts.length);
          await held;
        },
        { maxBatch: 10 },
      );
      await eventually('the first batch is in hand', () => batches.length === 1);
      await log.append(topic, [fact('k', 50)]);
      expect(batches).toEqual([10]);
      release();
      await eventually('the rest follows', () => batches.length === 6);
    });

    test('consumers of one group share the topic; when one stops, the other goes on', async () => {
      const topic = await aTopic();
      const other = await under.open();
      const seen: string[] = [];
      const first = await consume(
        log,
        topic,
        (facts) => void seen.push(...facts.map(() => 'first')),
      );
      await log.append(topic, [fact('k', 0)]);
      await eventually('the first handles', () => seen.length === 1);
      await consume(other, topic, (facts) => void seen.push(...facts.map(() => 'second')));
      await log.append(topic, [fact('k', 1)]);
      await eventually('one of them handles', () => seen.length === 2);
      await first.stop();
      await log.append(topic, [fact('k', 2)]);
      await eventually('the second takes over', () => seen.length === 3);
      expect(seen[2]).toBe('second');
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
      await other.close();
    });

    test('consumers know which partitions are theirs, whoever comes and goes', async () => {
      const topic = await aTopic();
      const other = await under.open();
      const all = Array.from({ length: await log.partitions(topic) }, (_, n) => n);
      const theirs = new Map<string, readonly number[]>();
      const join = (from: EventLog, name: string) =>
        consume(from, topic, () => undefined, {
          assigned: (partitions) => void theirs.set(name, partitions),
        });
      /** Each partition is with one of them. */
      const isShared = (...names: string[]) =>
        JSON.stringify(names.flatMap((name) => theirs.get(name) ?? []).sort()) ===
        JSON.stringify(all);
      const first = await join(log, 'first');
      await eventually('the first has all', () => isShared('first'), 30_000);
      await join(other, 'second');
      if (all.length > 1) {
        await eventually('the second has some', () => !!theirs.get('second')?.length, 30_000);
      }
      await eventually('they share', () => isShared('first', 'second'), 30_000);
      await first.stop();
      expect(theirs.get('first')).toEqual([]);
      await eventually('the second has all', () => isShared('second'), 30_000);
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
      await other.close();
    });

    test('when the process of a consumer dies, the other of its group takes over', async () => {
      const topic = await aTopic();
      const dying = await under.open();
      let first = 0;
      let second = 0;
      const one = await consume(dying, topic, (facts) => void (first += facts.length));
      await log.append(topic, [fact('k', 0)]);
      await eventually('the first handles', () => first === 1);
      await consume(log, topic, (facts) => void (second += facts.length));
      await under.crash(dying);
      consumers.splice(consumers.indexOf(one), 1);
      await log.append(topic, [fact('k', 1)]);
      await eventually('the second takes over', () => second === 1, 30_000);
      expect(first).toBe(1);
    });

    test('a position has come by when every partition has passed it', async () => {
      const topic = await aTopic();
      expect(await log.positionAt(topic, new Map())).toBe(0);
      const appended = await log.append(
        topic,
        Array.from({ length: 30 }, (_, n) => fact(`key-${n}`, n)),
      );
      const inOrder = [...appended].sort((a, b) => a.position - b.position);
      const offsets = new Map<number, number>();
      for (const { partition, offset, position } of inOrder) {
        expect(await log.positionAt(topic, offsets)).toBe(position);
        offsets.set(partition, offset + 1);
      }
      expect(await log.positionAt(topic, offsets)).toBe(inOrder.at(-1)!.position + 1);
      const all = await log.between(topic, 0, inOrder.at(-1)!.position + 1);
      expect(all.map(({ position }) => position)).toEqual(inOrder.map(({ position }) => position));
      expect(await log.between(topic, inOrder[3]!.position, inOrder[5]!.position)).toEqual(
        all.slice(3, 5),
      );
    });

    test('groups do not disturb one another', async () => {
      const topic = await aTopic();
      const seen = { a: 0, b: 0 };
      await consume(log, topic, (facts) => void (seen.a += facts.length), { group: 'a' });
      await consume(log, topic, (facts) => void (seen.b += facts.length), { group: 'b' });
      await log.append(topic, [fact('k', 0)]);
      await eventually('both have it', () => seen.a === 1 && seen.b === 1);
    });

    test('a log that cannot be reached says so', async () => {
      const gone = await under.open();
      await under.crash(gone);
      await expect(gone.append(await aTopic(), [fact('k', 0)])).rejects.toMatchObject({
        code: 'log-unavailable',
      });
    });
  });
}

interface Seen {
  readonly offset: number;
  readonly position: number;
  readonly key: string;
  readonly n: number;
}

async function readWhile(
  log: EventLog,
  topic: string,
  partition: number,
  writing: () => boolean,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    const wasWriting = writing();
    const facts = await log.read(topic, partition, seen.length, 5000);
    for (const one of facts) {
      const { offset, position, key } = one;
      seen.push({ offset, position, key, n: numberOf(one) });
    }
    if (facts.length === 0 && !wasWriting) return seen;
  }
}

function firstGap(seen: readonly { offset: number }[]): number | undefined {
  return seen.find((one, index) => one.offset !== index)?.offset;
}

function firstFall(seen: readonly Seen[]): Seen | undefined {
  return seen.find(({ position }, index) => index > 0 && position <= seen[index - 1]!.position);
}

function firstDisorder(seen: readonly { key: string; n: number }[]): string | undefined {
  const last = new Map<string, number>();
  for (const { key, n } of seen) {
    if ((last.get(key) ?? -1) + 1 !== n) return `${key}: ${n} after ${last.get(key)}`;
    last.set(key, n);
  }
  return undefined;
}
