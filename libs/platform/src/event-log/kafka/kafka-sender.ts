import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import type { Offsets } from '../event-log.js';

/**
 * Sends, one request at a time and each once: an idempotent producer takes what follows a lost answer for a
 * repetition and drops it. After any failure the producer is thrown away, and nothing is known of what it sent.
 */
export class KafkaSender {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly compression = CompressionTypes.None,
  ) {}

  /** The offset of the first message in each partition; the others follow it without a gap. */
  async send(topic: string, messages: readonly Message[]): Promise<Offsets> {
    this.producer ??= this.connected();
    const producer = this.producer;
    try {
      const sent = await (
        await producer
      ).send({
        topic,
        acks: -1,
        messages: [...messages],
        timeout: ACKNOWLEDGE_WITHIN_MS,
        compression: this.compression,
      });
      return new Map(sent.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    } catch (error) {
      if (this.producer === producer) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private async connected(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 0 },
    });
    await producer.connect();
    return producer;
  }
}

const ACKNOWLEDGE_WITHIN_MS = 5000;

const partitionOf = Partitioners.DefaultPartitioner();

/** The partition of a key, as every producer of Kafka's own chooses it. */
export function partitionFor(topic: string, key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 0 },
    ...{ replicas: [], isr: [] },
  }));
  return partitionOf({ topic, partitionMetadata, message: { key, value: null } });
}
