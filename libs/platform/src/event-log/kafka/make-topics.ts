import type { Admin } from 'kafkajs';
import { kafkaClient, type KafkaSettings } from './kafka-settings.js';

/** How a topic is kept. Without a retention it is kept for ever; a compacted one keeps the last message of each key. */
export interface TopicSettings {
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  readonly retentionMs?: number;
  /** How long a compacted topic tells that a key is gone; without it what the broker says. */
  readonly removalsKeptMs?: number;
  /** How the broker keeps what comes, however its sender has compressed it; as it came where this is absent. */
  readonly compression?: 'gzip';
  /** The largest batch that the broker takes; without it what the broker says. */
  readonly maxMessageBytes?: number;
}

/**
 * Makes the topics that are not there; answers their names. May be repeated. Throws an `Error` for a topic
 * with another number of partitions: its keys would move away from what they have said.
 */
export async function makeTopics(
  settings: KafkaSettings,
  topics: Readonly<Record<string, TopicSettings>>,
): Promise<readonly string[]> {
  const admin = kafkaClient(settings).admin();
  await admin.connect();
  try {
    const present = await partitionsOf(admin, Object.keys(topics));
    const wrong = Object.entries(topics).filter(
      ([name, { partitions }]) => (present.get(name) ?? partitions) !== partitions,
    );
    if (wrong.length > 0) throw new Error(wrong.map(complaint(present)).join('\n'));
    const missing = Object.entries(topics).filter(([name]) => !present.has(name));
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(([topic, settings]) => ({
        topic,
        numPartitions: settings.partitions,
        replicationFactor: -1,
        configEntries: entriesOf(settings),
      })),
    });
    return missing.map(([name]) => name);
  } finally {
    await admin.disconnect();
  }
}

function entriesOf(settings: TopicSettings) {
  const { cleanup, retentionMs = -1, removalsKeptMs, compression, maxMessageBytes } = settings;
  const entries = {
    'cleanup.policy': cleanup,
    'retention.ms': retentionMs,
    'delete.retention.ms': removalsKeptMs,
    'compression.type': compression,
    'max.message.bytes': maxMessageBytes,
  };
  return Object.entries(entries).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value) }],
  );
}

async function partitionsOf(admin: Admin, names: readonly string[]) {
  const there = new Set(await admin.listTopics());
  const { topics } = await admin.fetchTopicMetadata({
    topics: names.filter((name) => there.has(name)),
  });
  return new Map(
    topics
      .filter(({ name }) => there.has(name))
      .map(({ name, partitions }) => [name, partitions.length]),
  );
}

function complaint(present: ReadonlyMap<string, number>) {
  return ([name, { partitions }]: [string, TopicSettings]) =>
    `The topic ${name} has ${present.get(name)} partitions, not ${partitions}.`;
}
