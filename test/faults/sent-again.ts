import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { TOPICS } from '#contracts';
import { oneOf } from './random.js';

const LATEST = 200;
const TIMES = 10;

interface Placed {
  readonly partition: number;
  readonly message: KafkaMessage;
}

/**
 * The latest messages of reports once more and ten times over, as a producer sends them whose answers are
 * lost: in order under each key, the keys mixed as they come.
 */
export async function sendAgain(brokers: string, random: () => number): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
  const latest = (await everything(kafka)).slice(-LATEST);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    for (const { partition, message } of mixed(latest, random)) {
      const { key, value, headers } = message;
      const again = Array.from({ length: TIMES }, () => ({
        ...{ partition, key, value },
        ...(headers ? { headers } : {}),
      }));
      await producer.send({ topic: TOPICS.reports, messages: again });
    }
  } finally {
    await producer.disconnect();
  }
}

async function everything(kafka: Kafka): Promise<Placed[]> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(TOPICS.reports);
  await admin.disconnect();
  const missing = new Map(ends.map(({ partition, high }) => [partition, Number(high)]));
  for (const [partition, end] of missing) if (end === 0) missing.delete(partition);
  const found: Placed[] = [];
  const reader = kafka.consumer({ groupId: `again-${ends.map(({ high }) => high).join('-')}` });
  await reader.connect();
  await reader.subscribe({ topics: [TOPICS.reports], fromBeginning: true });
  await new Promise<void>((done, failed) => {
    reader.on(reader.events.CRASH, ({ payload }) => failed(payload.error));
    const eachMessage = ({ partition, message }: Placed) => {
      found.push({ partition, message });
      if (Number(message.offset) + 1 >= (missing.get(partition) ?? 0)) missing.delete(partition);
      if (missing.size === 0) done();
      return Promise.resolve();
    };
    void reader.run({ autoCommit: false, eachMessage });
  });
  await reader.disconnect();
  return found;
}

function* mixed(messages: readonly Placed[], random: () => number): Generator<Placed> {
  const byKey = new Map<string, Placed[]>();
  for (const one of messages) {
    const key = String(one.message.key);
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  while (byKey.size > 0) {
    const [key, waiting] = oneOf(random, [...byKey]);
    yield waiting.shift() as Placed;
    if (waiting.length === 0) byKey.delete(key);
  }
}
