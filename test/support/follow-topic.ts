import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** A message as another system reads it; the value parsed, null for a removal. */
export interface Followed {
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: any;
  readonly headers: Readonly<Record<string, string>>;
}

/** Another system that reads a topic from its beginning on, by a client of its own. */
export async function followTopic(brokers: string, topic: string) {
  const kafka = new Kafka({
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 500 },
  });
  const consumer = kafka.consumer({
    groupId: `follower-${randomUUID()}`,
    sessionTimeout: 10_000,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const messages: Followed[] = [];
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const { key, value, offset, headers = {} } = message;
      messages.push({
        key: String(key),
        partition,
        offset: Number(offset),
        value: value === null ? null : JSON.parse(value.toString()),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, String(text)]),
        ),
      });
    },
  });
  return {
    messages,
    /** What a reader of the compacted topic knows: the data of the last message of each key. */
    last: () => {
      const known = new Map<string, any>();
      for (const { key, value } of messages) {
        if (value === null) known.delete(key);
        else known.set(key, value.data);
      }
      return known;
    },
    of: (key: string) => messages.filter((message) => message.key === key),
    stop: () => consumer.disconnect(),
  };
}
