import { REPORT_MESSAGES, REPORT_TOPICS } from '#contracts';
import { Kafka, logLevel } from 'kafkajs';

/** A ward's system that reports through the inbound topic. */
export interface WardSystem {
  /** Writes reports, keyed by unit, and waits until the broker has them. */
  write(reports: readonly WardReport[]): Promise<void>;
  stop(): Promise<void>;
}

export type WardReport = Readonly<Record<string, unknown>> & { readonly unit: string };

export async function aWardSystem(brokers: string, key: string): Promise<WardSystem> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  let events = 0;
  const headers = {
    'content-type': 'application/cloudevents+json',
    authorization: `Bearer ${key}`,
  };
  const messageOf = (data: WardReport) => {
    const envelope = {
      specversion: '1.0',
      id: `bench-${(events += 1)}`,
      source: '/wards/bench',
      type: REPORT_MESSAGES.submitted,
      data,
    };
    return { key: data.unit, value: JSON.stringify(envelope), headers };
  };
  return {
    write: async (reports) => {
      await producer.send({ topic: REPORT_TOPICS.inbound, messages: reports.map(messageOf) });
    },
    stop: () => producer.disconnect(),
  };
}
