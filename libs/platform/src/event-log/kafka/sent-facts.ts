import type { Message } from 'kafkajs';
import type { Fact, Offsets, Place } from '../event-log.js';
import type { Segment } from './fact-directory.js';
import { partitionFor } from './kafka-sender.js';

/** A fact on its way: where it goes, and the position it gets. */
export interface Sent {
  readonly fact: Fact;
  readonly partition: number;
  readonly position: number;
  readonly message: Message;
}

/** A broker takes a mebibyte for a partition at once, where nobody has told it otherwise. */
const AT_ONCE_BYTES = 640 * 1024;
/** What Kafka itself needs of a message, at most. */
const BYTES_AROUND = 100;

/** In their order, no part larger than a broker takes; what is larger by itself is a part. */
export function inParts<One extends { readonly message: Message }>(sent: readonly One[]): One[][] {
  const parts: One[][] = [];
  let room = 0;
  for (const one of sent) {
    const { key, value } = one.message;
    const bytes = BYTES_AROUND + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '');
    if (bytes > room) {
      parts.push([]);
      room = AT_ONCE_BYTES;
    }
    parts.at(-1)?.push(one);
    room -= bytes;
  }
  return parts;
}

/** In the order of partitions, and within each as they came. */
export function byPartition(topic: string, facts: readonly Fact[], partitions: number) {
  return facts
    .map((fact) => ({ fact, partition: partitionFor(topic, fact.key, partitions) }))
    .sort((a, b) => a.partition - b.partition);
}

/** Where the facts stand, once the offset of the first of each partition is known. */
export function settled(sent: readonly Sent[], starts: Offsets) {
  const segments = new Map<number, Segment>();
  const placed = sent.map(({ fact, partition, position }): Fact & Place => {
    const firstOffset = starts.get(partition);
    if (firstOffset === undefined)
      throw new Error(`Kafka did not say where partition ${partition} begins.`);
    const before = segments.get(partition) ?? {
      partition,
      firstOffset,
      firstPosition: position,
      facts: 0,
    };
    segments.set(partition, { ...before, facts: before.facts + 1 });
    return { ...fact, partition, offset: firstOffset + before.facts, position };
  });
  return { segments: [...segments.values()], placed };
}
