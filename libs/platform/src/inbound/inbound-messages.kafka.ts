import { CompressionTypes, type KafkaMessage, type Message } from 'kafkajs';
import type { Clock } from '../clock.js';
import type { Database } from '../database/database.js';
import type { Consumer, Offsets } from '../event-log/event-log.js';
import { KafkaConsumer } from '../event-log/kafka/kafka-consumer.js';
import { KafkaSender } from '../event-log/kafka/kafka-sender.js';
import { kafkaClient, type KafkaSettings } from '../event-log/kafka/kafka-settings.js';
import type { Lag } from '../projection/projection-lag.js';
import {
  type InboundMessage,
  InboundMessages,
  type InboundReader,
  type OutboundMessage,
} from './inbound-messages.js';
import { WaitingMessages } from './waiting-messages.kafka.js';

/** Below what a broker takes at once, with room for headers and for what stands around a message. */
const AT_ONCE_BYTES = 512 * 1024;

const POSITIONS = `
  SELECT partition, next_offset FROM projection_position
  WHERE projection = $1 AND partition = ANY ($2)`;

/** Never back: who lost the partition while at work has done what is done again. */
const ADVANCE = `
  INSERT INTO projection_position (projection, partition, next_offset, at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (projection, partition) DO UPDATE SET next_offset = excluded.next_offset, at = excluded.at
  WHERE projection_position.next_offset < excluded.next_offset`;

/**
 * Topics of Kafka. Positions are in PostgreSQL, as those of projections; they move when what was taken is
 * done and what is sent because of it is acknowledged.
 */
export class KafkaInboundMessages extends InboundMessages {
  private readonly readers = new Map<Consumer, InboundReader>();
  private readonly kafka;
  private readonly sender: KafkaSender;
  private readonly waiting: WaitingMessages;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: KafkaSettings,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {
    super();
    this.kafka = kafkaClient(settings);
    this.sender = new KafkaSender(this.kafka, CompressionTypes.GZIP);
    this.waiting = new WaitingMessages(this.kafka);
  }

  consume(reader: InboundReader): Promise<Consumer> {
    const { name, topic, maxBatch } = reader;
    const inner = new KafkaConsumer<InboundMessage>(
      this.kafka,
      {
        topic,
        group: name,
        maxBatch,
        startAt: (partitions) => this.positions(name, partitions),
        handle: async (partition, messages) => {
          await this.send(await reader.take(messages));
          await this.advance(name, partition, (messages.at(-1)?.offset ?? -1) + 1);
        },
      },
      (partition, message) => messageIn(topic, partition, message),
      this.failed,
      this.settings.sessionTimeoutMs,
    );
    const consumer: Consumer = {
      stop: () => {
        this.readers.delete(consumer);
        return inner.stop();
      },
    };
    this.readers.set(consumer, reader);
    return Promise.resolve(consumer);
  }

  async lags(): Promise<readonly Lag[]> {
    const found = await Promise.all([...this.readers.values()].map((one) => this.lagsOf(one)));
    return found.flat();
  }

  async close(): Promise<void> {
    await Promise.all([...this.readers.keys()].map((consumer) => consumer.stop()));
    await this.waiting.close();
    await this.sender.close();
  }

  /** The age is real time, as Kafka's is: a demonstration clock does not move what others have written. */
  private async lagsOf({ name, topic }: InboundReader): Promise<readonly Lag[]> {
    const positions = (partitions: readonly number[]) => this.positions(name, partitions);
    const waiting = await this.waiting.of(topic, positions);
    const now = Date.now();
    return waiting.map(({ partition, next, count, since = now }) => {
      const seconds = Math.max(0, (now - since) / 1000);
      return { name, partition, next, events: count, seconds };
    });
  }

  private async positions(name: string, partitions: readonly number[]): Promise<Offsets> {
    const { rows } = await this.database.query<{ partition: number; next_offset: string }>(
      POSITIONS,
      [name, partitions],
    );
    return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
  }

  private async advance(name: string, partition: number, next: number): Promise<void> {
    await this.database.query(ADVANCE, [name, partition, next, this.clock.now()]);
  }

  private async send(messages: readonly OutboundMessage[]): Promise<void> {
    for (const topic of new Set(messages.map((message) => message.topic))) {
      const ours = messages.filter((message) => message.topic === topic);
      for (const part of inParts(ours)) await this.sender.send(topic, part.map(messageOut));
    }
  }
}

function messageIn(topic: string, partition: number, message: KafkaMessage): InboundMessage {
  const { key, value, headers = {} } = message;
  return { topic, partition, offset: Number(message.offset), key, value, headers };
}

/** Kafka knows headers without a value, kafkajs cannot send them: they go out empty. */
function messageOut({ key, value, headers }: OutboundMessage): Message {
  const filled = Object.entries(headers).map(([name, given]) => [
    name,
    Array.isArray(given) ? given.map((one) => one ?? '') : (given ?? ''),
  ]);
  return { key, value, headers: Object.fromEntries(filled) as NonNullable<Message['headers']> };
}

function inParts(messages: readonly OutboundMessage[]): OutboundMessage[][] {
  const parts: OutboundMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = sizeOf(message);
    if (bytes > room) {
      parts.push([]);
      room = AT_ONCE_BYTES;
    }
    parts.at(-1)?.push(message);
    room -= bytes;
  }
  return parts;
}

function sizeOf({ key, value, headers }: OutboundMessage): number {
  const parts = [key, value, ...Object.entries(headers).flat(2)];
  return parts.reduce((sum: number, part) => sum + Buffer.byteLength(part ?? ''), 0);
}
