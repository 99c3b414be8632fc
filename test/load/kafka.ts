import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TOPIC_SETTINGS, TOPICS } from '#contracts';
import { makeTopics, type KafkaEventLog, type Recorded } from '#platform';
import { Kafka, logLevel } from 'kafkajs';
import { startLocalKafka } from '../../deploy/local-kafka/local-kafka.js';

const APPENDED_AT_ONCE = 5000;
const BALANCED_WITHIN_MS = 60_000;

/** A broker for one bench, with the topics that the application has, and gone afterwards. */
export async function withKafka<Result>(
  work: (brokers: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const kafka = await startLocalKafka(folder);
  const leave = () => void kafka.kill();
  process.once('exit', leave);
  try {
    await makeTopics({ brokers: [kafka.brokers] }, TOPIC_SETTINGS);
    return await work(kafka.brokers);
  } finally {
    await kafka.stop();
    process.off('exit', leave);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Appends as a server does; what is said again is not in the topic twice. Answers how many facts it has then. */
export async function appendAll(log: KafkaEventLog, facts: readonly Recorded[]): Promise<number> {
  for (let from = 0; from < facts.length; from += APPENDED_AT_ONCE) {
    await log.append(TOPICS.reports, facts.slice(from, from + APPENDED_AT_ONCE));
  }
  return [...(await log.ends(TOPICS.reports)).values()].reduce((sum, end) => sum + end, 0);
}

/** Waits until a group has so many members and each knows its partitions. */
export async function balanced(brokers: string, group: string, members: number): Promise<void> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const deadline = Date.now() + BALANCED_WITHIN_MS;
    for (;;) {
      const { groups } = await admin.describeGroups([group]);
      const [found] = groups;
      if (found?.state === 'Stable' && found.members.length === members) return;
      if (Date.now() > deadline) throw new Error(`${group} is ${found?.state}`);
      await pause(50);
    }
  } finally {
    await admin.disconnect();
  }
}
