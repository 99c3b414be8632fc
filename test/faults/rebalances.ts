import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { TOPICS } from '#contracts';
import { oneOf } from './random.js';

const EVERY_MS = 1000;

/** Strangers join the groups of the applications, handle nothing of what they are given, and leave again. */
export async function membersComeAndGo(
  brokers: string,
  random: () => number,
  forMs: number,
): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
  const groups = await groupsOf(kafka);
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const began = performance.now();
    const { groupId, topic } = oneOf(random, groups);
    await visit(kafka, groupId, topic);
    await pause(Math.max(0, EVERY_MS - (performance.now() - began)));
  }
}

async function groupsOf(kafka: Kafka): Promise<{ groupId: string; topic: string }[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    return groups.flatMap(({ groupId }) => {
      const topic = Object.values(TOPICS).find((one) => groupId.startsWith(`${one}.`));
      return topic ? [{ groupId, topic }] : [];
    });
  } finally {
    await admin.disconnect();
  }
}

async function visit(kafka: Kafka, groupId: string, topic: string): Promise<void> {
  const member = kafka.consumer({ groupId, retry: { retries: 0 } });
  const joined = new Promise<void>((done) => member.on(member.events.GROUP_JOIN, () => done()));
  try {
    await member.connect();
    await member.subscribe({ topics: [topic] });
    await member.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await Promise.race([joined, pause(5 * EVERY_MS)]);
  } finally {
    await member.disconnect().catch(() => undefined);
  }
}
