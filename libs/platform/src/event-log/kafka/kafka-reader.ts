import type { Cluster, Kafka, KafkaMessage } from 'kafkajs';
import type { Offsets, Recorded } from '../event-log.js';
import { factIn } from './fact-message.js';
import { clusterOf, fetchFrom } from './kafka-cluster.js';

/** What Kafka says of a topic, a partition or an offset that is not there. */
const NOT_THERE = ['UNKNOWN_TOPIC_OR_PARTITION', 'OFFSET_OUT_OF_RANGE'];

/** Reads partitions from any offset, without a group. Connects when it is asked, and again after a failure. */
export class KafkaReader {
  private cluster: Promise<Cluster> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /** Up to `limit` facts from `offset` on; none where the topic or the offset is not there. */
  async read(
    topic: string,
    partition: number,
    offset: number,
    limit: number,
  ): Promise<readonly Recorded[]> {
    const messages = await this.messages(topic, partition, offset, limit);
    return messages.map((message) => factIn(partition, message));
  }

  /** The same, of messages as they stand there. Where a topic is compacted some offsets are missing. */
  async messages(
    topic: string,
    partition: number,
    offset: number,
    limit: number,
  ): Promise<readonly KafkaMessage[]> {
    const found: KafkaMessage[] = [];
    for (let next = offset; found.length < limit;) {
      const from = next;
      const missing = limit - found.length;
      const { messages, end } = await this.ask(
        (cluster) => fetchFrom(cluster, topic, partition, from, missing),
        { messages: [], end: 0 },
      );
      const wanted = messages.filter((message) => Number(message.offset) >= from);
      found.push(...wanted.slice(0, missing));
      next = Number(wanted.at(-1)?.offset ?? from - 1) + 1;
      if (wanted.length === 0 || next >= end) break;
    }
    return found;
  }

  /** How many partitions a topic has; 0 for one that is not there. */
  async partitions(topic: string): Promise<number> {
    return this.ask(async (cluster) => {
      await cluster.addTargetTopic(topic);
      return cluster.findTopicPartitionMetadata(topic).length;
    }, 0);
  }

  async ends(topic: string): Promise<Offsets> {
    const count = await this.partitions(topic);
    const partitions = Array.from({ length: count }, (_, partition) => ({ partition }));
    return this.ask(async (cluster) => {
      const asked = { topic, partitions, fromBeginning: false };
      const [found] = count === 0 ? [] : await cluster.fetchTopicsOffset([asked]);
      return new Map(found?.partitions.map((one) => [one.partition, Number(one.offset)]));
    }, new Map());
  }

  async close(): Promise<void> {
    const cluster = this.cluster;
    this.cluster = undefined;
    await cluster?.then((one) => one.disconnect()).catch(() => undefined);
  }

  /** What the cluster answers, or `nothing` for what is not there. After any other failure it is connected anew. */
  private async ask<Answer>(
    question: (cluster: Cluster) => Promise<Answer>,
    nothing: Answer,
  ): Promise<Answer> {
    this.cluster ??= this.connected();
    const asked = this.cluster;
    try {
      return await question(await asked);
    } catch (error) {
      if (NOT_THERE.includes((error as { type?: string }).type ?? '')) return nothing;
      if (this.cluster === asked) await this.close();
      throw error;
    }
  }

  private async connected(): Promise<Cluster> {
    const cluster = clusterOf(this.kafka);
    await cluster.connect();
    return cluster;
  }
}
