import type { AcceptedReport } from '#contracts';
import { TOPICS } from '#contracts';
import type { Recorded } from '#platform';
import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import pg from 'pg';
import { BATCH, upsert } from './baselines.js';
import { theGate } from './gate.js';

/**
 * What a careful program does that only keeps the newest report of a cell: reads as much as the projector
 * does, parses, and upserts arrays, the offset in the same transaction.
 */
const [url, brokers, group, atOnce] = process.argv.slice(2) as [string, string, string, string];
const passed = theGate();
const pool = new pg.Pool({ connectionString: url, max: Number(atOnce) });
const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({
  groupId: group,
  sessionTimeout: 300_000,
  rebalanceTimeout: 300_000,
  maxWaitTimeInMs: 500,
  maxBytesPerPartition: 4 * 1024 * 1024,
  maxBytes: 32 * 1024 * 1024,
});

await consumer.connect();
await consumer.subscribe({ topics: [TOPICS.reports], fromBeginning: true });
await consumer.run({ partitionsConsumedConcurrently: Number(atOnce), eachBatch });

async function eachBatch({ batch: { partition, messages } }: EachBatchPayload): Promise<void> {
  await passed();
  for (let from = 0; from < messages.length; from += BATCH) {
    const facts = messages.slice(from, from + BATCH).map((message) => factIn(partition, message));
    const client = await pool.connect();
    await upsert(client, facts);
    client.release();
  }
}

function factIn(partition: number, { offset, value }: KafkaMessage): Recorded<AcceptedReport> {
  const envelope = JSON.parse(String(value)) as { data: AcceptedReport };
  return { partition, offset: Number(offset), data: envelope.data } as Recorded<AcceptedReport>;
}
