import type { KafkaMessage, Message } from 'kafkajs';
import { createHash, randomUUID } from 'node:crypto';
import { partitionFor } from '../event-log/kafka/kafka-sender.js';
import type { Publication } from './published-topics.js';
import type { Told } from './topic-copy.js';

/** What no content has: a message that we did not write is replaced by ours. */
const UNREADABLE = 'unreadable';

/** A message on its way, and how it is remembered. */
export interface Telling extends Told {
  readonly message: Message;
}

type Essence<Data> = Pick<Publication<Data>, 'type' | 'essenceOf'>;

/** Content in short: the same for what is not worth another message. */
export function fingerprintOf<Data>({ type, essenceOf }: Essence<Data>, data: Data): string {
  const text = JSON.stringify([type, essenceOf(data)]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** A CloudEvent 1.0 in structured JSON under its key; no value at all for a key that is gone. */
export function telling<Data>(
  publication: Pick<Publication<Data>, 'topic' | 'type'>,
  { key, fingerprint }: Omit<Told, 'partition'>,
  data: Data | undefined,
  partitions: number,
  time: Date,
): Telling {
  const { topic, type } = publication;
  const partition = partitionFor(topic, key, partitions);
  if (data === undefined) {
    return { key, partition, fingerprint: null, message: { key, partition, value: null } };
  }
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/tiendo',
    type,
    subject: key,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    data,
  };
  const headers = { 'content-type': 'application/cloudevents+json' };
  const value = JSON.stringify(envelope);
  return { key, partition, fingerprint, message: { key, partition, value, headers } };
}

/** What a message in the topic says, whoever wrote it. */
export function toldIn<Data>(
  publication: Essence<Data>,
  partition: number,
  { key, value }: KafkaMessage,
): Told {
  const fingerprint = value === null ? null : fingerprintIn(publication, value.toString());
  return { key: key?.toString() ?? '', partition, fingerprint };
}

function fingerprintIn<Data>(publication: Essence<Data>, text: string): string {
  try {
    const { type, data } = JSON.parse(text) as { type: unknown; data: Data };
    return type === publication.type ? fingerprintOf(publication, data) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}
