import type { Cluster, Kafka, KafkaMessage } from 'kafkajs';

type CreateCluster = (options: {
  metadataMaxAge: number;
  allowAutoTopicCreation: boolean;
}) => Cluster;

const METADATA_MAX_AGE_MS = 60_000;
const MOST_BYTES = 8 * 1024 * 1024;
const BYTES_OF_A_FACT = 2048;
const READ_COMMITTED = 1;

/**
 * kafkajs reads only for members of a group, who cannot look one fact up. What its consumers read with is
 * behind a symbol of the client; the package is pinned, and the contract suite of the log reads through this.
 */
export function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (!symbol) throw new Error('This version of kafkajs keeps its cluster elsewhere.');
  const create = (kafka as unknown as Record<symbol, CreateCluster>)[symbol] as CreateCluster;
  return create({ metadataMaxAge: METADATA_MAX_AGE_MS, allowAutoTopicCreation: false });
}

/** Messages as one answer of the broker holds them, and the offset at which the partition ends. */
export interface Fetched {
  readonly messages: readonly KafkaMessage[];
  readonly end: number;
}

interface FetchAnswer {
  readonly responses: {
    readonly partitions: {
      readonly highWatermark: string;
      readonly messages: (KafkaMessage & { isControlRecord?: boolean })[];
    }[];
  }[];
}

/** What stands in a partition from an offset on, as much as one answer holds, about `limit` facts; does not wait for more. */
export async function fetchFrom(
  cluster: Cluster,
  topic: string,
  partition: number,
  offset: number,
  limit: number,
): Promise<Fetched> {
  const maxBytes = Math.min(limit * BYTES_OF_A_FACT, MOST_BYTES);
  await cluster.addTargetTopic(topic);
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) return { messages: [], end: 0 };
  const broker = await cluster.findBroker({ nodeId });
  const { responses } = (await broker.fetch({
    isolationLevel: READ_COMMITTED,
    maxWaitTime: 100,
    minBytes: 0,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes }] }],
  })) as FetchAnswer;
  const found = responses[0]?.partitions[0];
  const messages = found?.messages.filter(({ isControlRecord }) => !isControlRecord) ?? [];
  return { messages, end: Number(found?.highWatermark ?? 0) };
}
