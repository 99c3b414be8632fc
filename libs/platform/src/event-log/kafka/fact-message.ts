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
export function factIn(partition: number, record: KafkaRecord): Recorded {
  const text = record.value?.toString() ?? '';
  const envelope = parsed(text);
  if (!envelope) return unreadable(partition, record, text);
  const fact: Mutable<Recorded> = {
    partition,
    offset: Number(record.offset),
    position: Number(envelope.position),
    id: envelope.id,
    type: envelope.type,
    key: envelope.subject,
    time: envelope.time,
    correlationId: envelope.correlationid,
    data: envelope.data,
  };
  if (envelope.traceparent !== undefined) fact.traceparent = envelope.traceparent;
  if (envelope.fingerprint !== undefined) fact.fingerprint = envelope.fingerprint;
  return fact;
}

/** Every fact is made here: one object is filled, since spreading parts took twice as long as parsing. */
type Mutable<Object> = { -readonly [Name in keyof Object]: Object[Name] };

function unreadable(partition: number, { offset, key }: KafkaRecord, text: string): Recorded {
  const id = `unreadable/${partition}/${offset}`;
  return {
    ...{ partition, offset: Number(offset), position: -1 },
    ...{ id, type: UNREADABLE, key: key?.toString() ?? '', time: new Date(0).toISOString() },
    ...{ correlationId: id, data: { text } },
  };
}

function parsed(text: string): Envelope | undefined {
  try {
    const envelope = JSON.parse(text) as Partial<Envelope> | null;
    return envelope !== null && isOurs(envelope) ? envelope : undefined;
  } catch {
    return undefined;
  }
}

function isOurs(envelope: Partial<Envelope>): envelope is Envelope {
  const { id, type, subject, time, correlationid, position } = envelope;
  return (
    typeof id === 'string' &&
    typeof type === 'string' &&
    typeof subject === 'string' &&
    typeof time === 'string' &&
    typeof correlationid === 'string' &&
    typeof position === 'string'
  );
}
