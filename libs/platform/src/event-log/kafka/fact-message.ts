import type { IHeaders, Message } from 'kafkajs';
import type { Fact, Place, Recorded } from '../event-log.js';

const CONTENT_TYPE = 'application/cloudevents+json';

/** The type under which a projection is told of a message that is no fact of ours; nobody can apply it. */
export const UNREADABLE = 'vn.tiendo.unreadable.v1';

interface Envelope {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly correlationid: string;
  /** As the extension of CloudEvents for traces has it. */
  readonly traceparent?: string;
  readonly fingerprint?: string;
  readonly position: string;
  readonly data: unknown;
}

/** A fact as other systems read it: CloudEvents 1.0, structured JSON. */
export function messageOf(fact: Fact, { partition, position }: Omit<Place, 'offset'>): Message {
  const envelope: Envelope = {
    specversion: '1.0',
    id: fact.id,
    source: '/tiendo',
    type: fact.type,
    subject: fact.key,
    time: fact.time,
    datacontenttype: 'application/json',
    correlationid: fact.correlationId,
    ...(fact.traceparent === undefined ? {} : { traceparent: fact.traceparent }),
    ...(fact.fingerprint === undefined ? {} : { fingerprint: fact.fingerprint }),
    position: String(position),
    data: fact.data,
  };
  const headers: IHeaders = { 'content-type': CONTENT_TYPE };
  return { partition, key: fact.key, value: JSON.stringify(envelope), headers };
}

export interface KafkaRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** The fact in a message; what somebody else wrote there becomes one that projections set aside. */
export function factIn(partition: number, { offset, key, value }: KafkaRecord): Recorded {
  const text = value?.toString() ?? '';
  const place = { partition, offset: Number(offset) };
  const envelope = parsed(text);
  if (!envelope) {
    const id = `unreadable/${partition}/${offset}`;
    const time = new Date(0).toISOString();
    const rest = { key: key?.toString() ?? '', time, correlationId: id, data: { text } };
    return { ...place, position: -1, id, type: UNREADABLE, ...rest };
  }
  return {
    ...place,
    position: Number(envelope.position),
    id: envelope.id,
    type: envelope.type,
    key: envelope.subject,
    time: envelope.time,
    correlationId: envelope.correlationid,
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
    data: envelope.data,
    ...(envelope.fingerprint === undefined ? {} : { fingerprint: envelope.fingerprint }),
  };
}

const TEXTS = ['id', 'type', 'subject', 'time', 'correlationid', 'position'] as const;

function parsed(text: string): Envelope | undefined {
  try {
    const envelope = JSON.parse(text) as Record<string, unknown> | null;
    const isOurs = TEXTS.every((name) => typeof envelope?.[name] === 'string');
    return isOurs ? (envelope as unknown as Envelope) : undefined;
  } catch {
    return undefined;
  }
}
