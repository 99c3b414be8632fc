import { createRequire } from 'node:module';
import type { Cluster, Kafka, KafkaMessage } from 'kafkajs';
import type { Offsets } from '../event-log/event-log.js';
import { clusterOf } from '../event-log/kafka/kafka-cluster.js';

/** What kafkajs makes of an answer for its consumers: no control records, nothing of an aborted transaction. */
interface Batch {
  readonly messages: readonly KafkaMessage[];
  isEmptyIncludingFiltered(): boolean;
  lastOffset(): string;
}
type MakeBatch = new (topic: string, fetchedOffset: string, answered: unknown) => Batch;

/** Not exported; the package is pinned, and the tests of the inbound topic's lag read through it. */
const KafkaBatch = createRequire(import.meta.url)('kafkajs/src/consumer/batch.js') as MakeBatch;

/** What waits in a partition for who is at `next`. */
export interface Waiting {
  readonly partition: number;
  readonly next: number;
  /** Offsets from there to the end; 0 where no message is among them. */
  readonly count: number;
  /** When the first of them was written, in milliseconds of the epoch; where there is one. */
  readonly since?: number;
}

/** Says what of a topic a reader has not had yet. Connects when it is asked, and again after a failure. */
export class WaitingMessages {
  private cluster: Promise<Cluster> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /** For who has taken what stands before these offsets. What the broker has forgotten waits for nobody. */
  async of(
    topic: string,
    offsetsOf: (partitions: readonly number[]) => Promise<Offsets>,
  ): Promise<readonly Waiting[]> {
    return this.ask(async (cluster) => {
      await cluster.addTargetTopic(topic);
      const ends = await offsets(cluster, topic, false);
      const begins = await offsets(cluster, topic, true);
      const taken = await offsetsOf([...ends.keys()]);
      return Promise.all(
        [...ends].map(async ([partition, end]) => {
          const next = Math.max(taken.get(partition) ?? 0, begins.get(partition) ?? 0);
          const first = await firstMessage(cluster, topic, partition, next, end);
          if (!first) return { partition, next, count: 0 };
          return { partition, next, count: end - next, since: Number(first.timestamp) };
        }),
      );
    });
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    await cluster?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private async ask<Answer>(question: (cluster: Cluster) => Promise<Answer>): Promise<Answer> {
    this.cluster ??= connected(this.kafka);
    const asked = this.cluster;
    try {
      return await question(await asked);
    } catch (error) {
      if (this.cluster === asked) await this.close();
      throw error;
    }
  }
}

async function connected(kafka: Kafka): Promise<Cluster> {
  const cluster = clusterOf(kafka);
  await cluster.connect();
  return cluster;
}

async function offsets(cluster: Cluster, topic: string, fromBeginning: boolean): Promise<Offsets> {
  const partitions = cluster
    .findTopicPartitionMetadata(topic)
    .map(({ partitionId }) => ({ partition: partitionId }));
  const [found] = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
  return new Map(found?.partitions.map((one) => [one.partition, Number(one.offset)]));
}

async function firstMessage(
  cluster: Cluster,
  topic: string,
  partition: number,
  from: number,
  end: number,
): Promise<KafkaMessage | undefined> {
  for (let next = from; next < end;) {
    const batch = await batchAt(cluster, topic, partition, next);
    if (batch.messages.length > 0 || batch.isEmptyIncludingFiltered()) return batch.messages[0];
    next = Number(batch.lastOffset()) + 1;
  }
  return undefined;
}

/** One batch of what stands there, however few bytes are asked for. */
async function batchAt(cluster: Cluster, topic: string, partition: number, offset: number) {
  const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  const broker = await cluster.findBroker({ nodeId });
  const fetchOffset = String(offset);
  const { responses } = (await broker.fetch({
    ...{ maxWaitTime: 100, minBytes: 0, maxBytes: 1 },
    topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: 1 }] }],
  })) as { responses: { partitions: unknown[] }[] };
  return new KafkaBatch(topic, fetchOffset, responses[0]?.partitions[0]);
}
