/** Something that happened. Appended, never changed. */
export interface Fact<Data = unknown> {
  /** Unique within its topic: a fact appended twice has one effect. */
  readonly id: string;
  /** With its version: `vn.tiendo.report-accepted.v1`. */
  readonly type: string;
  /** Facts of one key keep their order. */
  readonly key: string;
  readonly time: string;
  readonly correlationId: string;
  readonly data: Data;
  /** Content of the fact in short; the same id with another fingerprint is a conflict. */
  readonly fingerprint?: string;
}

/** A fact with its place in the log. Offsets of a partition rise by one and have no gaps. */
export interface Recorded<Data = unknown> extends Fact<Data> {
  readonly partition: number;
  readonly offset: number;
}

/**
 * What became of an appended fact: it is in the log at `offset`, either by this call, or because the
 * same id was there before with the same content (`repeated`) or another (`conflicting`).
 */
export interface Appended {
  readonly partition: number;
  readonly offset: number;
  readonly outcome: 'appended' | 'repeated' | 'conflicting';
}

export interface Subscription {
  readonly topic: string;
  /** Consumers of one group share the topic: a partition is handled by one of them at a time. */
  readonly group: string;
  readonly maxBatch: number;
  /** For each partition assigned, the offset to start from. */
  startAt(partitions: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Handles facts of one partition in order. A rejection brings the same facts again, after a pause. */
  handle(partition: number, facts: readonly Recorded[]): Promise<void>;
}

export interface Consumer {
  /** Resolves when the batch in hand is done and nothing more will be handled. */
  stop(): Promise<void>;
}

/**
 * The durable, ordered log between the parts of Tiendo.
 * Throws `Unavailable` when the log cannot be reached; then nothing is known of the append, and the
 * same facts may be appended again.
 */
export abstract class EventLog {
  /** Resolves when the facts are durable, one answer per fact, in order. Facts of one call and key keep their order. */
  abstract append(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]>;

  /** Up to `limit` facts of a partition from `offset` on (inclusive). */
  abstract read(
    topic: string,
    partition: number,
    offset: number,
    limit: number,
  ): Promise<readonly Recorded[]>;

  /** The fact of an id, or undefined when the topic does not have it. */
  abstract find(topic: string, id: string): Promise<Recorded | undefined>;

  /** The offset that the next fact of each partition will get, by partition. */
  abstract ends(topic: string): Promise<ReadonlyMap<number, number>>;

  abstract consume(subscription: Subscription): Promise<Consumer>;

  abstract close(): Promise<void>;
}

/**
 * A position as clients see it: opaque, ordered as text, comparable across indicators.
 * It names the fact at `offset`; what is projected up to it includes that fact.
 */
export function positionOf(offset: number): string {
  return offset.toString().padStart(16, '0');
}

/** The offset that a client's position names, or undefined when it is not one of ours. */
export function offsetOf(position: string): number | undefined {
  return /^\d{16}$/.test(position) ? Number(position) : undefined;
}
