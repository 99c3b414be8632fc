import type { Database } from '../database/database.js';
import { type Sql } from '../database/database.js';
import { Unavailable } from '../errors.js';
import {
  type Appended,
  type Consumer,
  EventLog,
  type Fact,
  type Offsets,
  type Place,
  type Recorded,
  type Subscription,
} from './event-log.js';
import { GroupCommit, withoutRepeats } from './group-commit.js';
import { FactDirectory, type Segment } from './kafka/fact-directory.js';
import { factIn, messageOf } from './kafka/fact-message.js';
import { KafkaConsumer } from './kafka/kafka-consumer.js';
import { KafkaReader } from './kafka/kafka-reader.js';
import { KafkaSender } from './kafka/kafka-sender.js';
import { kafkaClient, type KafkaSettings } from './kafka/kafka-settings.js';
import { byPartition, inParts, type Sent, settled } from './kafka/sent-facts.js';

/** Who waits longer for others to append is told to come again. */
const WAIT_FOR_TURN = `SET LOCAL lock_timeout = '8s'`;

/**
 * The log on Kafka. The facts are Kafka's; which ids there are, and the order over all partitions, is kept
 * in PostgreSQL (`FactDirectory`), in one transaction around each append. A fact that was sent and whose
 * transaction then failed is in the log and was never acknowledged; sent again it is there twice, and who
 * reads goes by its id.
 */
export class KafkaEventLog extends EventLog {
  private readonly groups = new Map<string, GroupCommit>();
  private readonly consumers = new Set<Consumer>();
  private readonly kafka;
  private readonly sender: KafkaSender;
  private readonly reader: KafkaReader;

  constructor(
    private readonly database: Database,
    private readonly settings: KafkaSettings,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {
    super();
    this.kafka = kafkaClient(settings);
    this.sender = new KafkaSender(this.kafka);
    this.reader = new KafkaReader(this.kafka);
  }

  async append(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    const answers: Appended[] = new Array<Appended>(facts.length);
    for (const part of withoutRepeats(facts)) {
      const appended = await this.group(topic).append(part.map((index) => facts[index] as Fact));
      part.forEach((index, n) => (answers[index] = appended[n] as Appended));
    }
    return answers;
  }

  read(
    topic: string,
    partition: number,
    offset: number,
    limit: number,
  ): Promise<readonly Recorded[]> {
    return reach(() => this.reader.read(topic, partition, offset, limit));
  }

  between(topic: string, from: number, to: number): Promise<readonly Recorded[]> {
    return reach(async () => {
      const segments = await this.directory(topic).between(from, to);
      const parts = await Promise.all(
        segments.map(({ partition, firstOffset, facts }) =>
          this.reader.read(topic, partition, firstOffset, facts),
        ),
      );
      return parts.flat();
    });
  }

  find(topic: string, id: string): Promise<Recorded | undefined> {
    return reach(async () => {
      const place = await this.directory(topic).place(id);
      if (!place) return undefined;
      const [fact] = await this.reader.read(topic, place.partition, place.offset, 1);
      return fact;
    });
  }

  partitions(topic: string): Promise<number> {
    return reach(() => this.reader.partitions(topic));
  }

  ends(topic: string): Promise<Offsets> {
    return reach(() => this.reader.ends(topic));
  }

  positionAt(topic: string, offsets: Offsets): Promise<number> {
    return reach(async () => {
      const count = await this.reader.partitions(topic);
      const all = Array.from({ length: count }, (_, n) => [n, offsets.get(n) ?? 0] as const);
      return this.directory(topic).positionAt(new Map(all));
    });
  }

  consume(subscription: Subscription): Promise<Consumer> {
    const { sessionTimeoutMs } = this.settings;
    const { kafka, failed } = this;
    const inner = new KafkaConsumer(kafka, subscription, factIn, failed, sessionTimeoutMs);
    const consumer: Consumer = {
      stop: () => {
        this.consumers.delete(consumer);
        return inner.stop();
      },
    };
    this.consumers.add(consumer);
    return Promise.resolve(consumer);
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.sender.close();
    await this.reader.close();
  }

  private directory(topic: string, sql: Sql = this.database): FactDirectory {
    return new FactDirectory(sql, topic);
  }

  private group(topic: string): GroupCommit {
    const known = this.groups.get(topic);
    if (known) return known;
    const made = new GroupCommit((facts) => reach(() => this.write(topic, facts)));
    this.groups.set(topic, made);
    return made;
  }

  /** One appender of a topic at a time, so that positions rise in every partition as offsets do. */
  private async write(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    if (facts.length === 0) return [];
    const partitions = await this.reader.partitions(topic);
    if (partitions === 0) throw new Error(`There is no topic ${topic}: make the topics first.`);
    return this.database.transaction(async (tx) => {
      await tx.query(WAIT_FOR_TURN);
      const directory = this.directory(topic, tx);
      await directory.takeAlone();
      const known = await directory.known(facts);
      const fresh = facts.filter(({ id }) => !known.has(id));
      const placed = await this.send(topic, fresh, partitions, directory);
      return facts.map(({ id }) => known.get(id) ?? (placed.get(id) as Appended));
    });
  }

  private async send(
    topic: string,
    facts: readonly Fact[],
    partitions: number,
    directory: FactDirectory,
  ): Promise<ReadonlyMap<string, Appended>> {
    if (facts.length === 0) return new Map();
    const positions = await directory.positions(facts.length);
    const sent = byPartition(topic, facts, partitions).map(({ fact, partition }, n): Sent => {
      const position = positions[n] as number;
      return { fact, partition, position, message: messageOf(fact, { partition, position }) };
    });
    const placed: (Fact & Place)[] = [];
    const segments: Segment[] = [];
    for (const part of inParts(sent)) {
      const messages = part.map(({ message }) => message);
      const settledPart = settled(part, await this.sender.send(topic, messages));
      placed.push(...settledPart.placed);
      segments.push(...settledPart.segments);
    }
    await directory.keep(placed, segments);
    return new Map(
      placed.map(({ id, partition, offset, position }) => [
        id,
        { partition, offset, position, outcome: 'appended' },
      ]),
    );
  }
}

async function reach<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new Unavailable('log-unavailable', 'The event log cannot be reached.', { cause });
  }
}
