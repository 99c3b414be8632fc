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
  /** Where the trace stood that led to it, as W3C writes it; absent where nothing was traced. */
  readonly traceparent?: string;
  readonly data: Data;
  /** Content of the fact in short; the same id with another fingerprint is a conflict. */
  readonly fingerprint?: string;
}

/** Where a fact stands. Offsets of a partition rise by one and have no gaps. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
  /** Rises over all partitions of a topic, in every one of them too; may have gaps. */
  readonly position: number;
}

/** A fact with its place in the log. */
export interface Recorded<Data = unknown> extends Fact<Data>, Place {}

/** Offsets of a topic's partitions, by partition. */
export type Offsets = ReadonlyMap<number, number>;

/**
 * What became of an appended fact: it is in the log at its place, either by this call, or because the
 * same id was there before with the same content (`repeated`) or another (`conflicting`).
 */
export interface Appended extends Place {
  readonly outcome: 'appended' | 'repeated' | 'conflicting';
}

/** Who reads a topic, in batches; of facts where it does not say otherwise. */
export interface Subscription<Item = Recorded> {
  readonly topic: string;
  /** Consumers of one group share the topic: a partition is handled by one of them at a time. */
  readonly group: string;
  readonly maxBatch: number;
  /** Told whenever partitions come or go: from now on these are read here, and no others. */
  assigned?(partitions: readonly number[]): void;
  /** For each partition assigned, the offset to start from. */
  startAt(partitions: readonly number[]): Promise<Offsets>;
  /** Handles items of one partition in order. A rejection brings the same items again, after a pause. */
  handle(partition: number, items: readonly Item[]): Promise<void>;
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

  /** The facts from one position to before another, in the order of positions. */
  abstract between(topic: string, from: number, to: number): Promise<readonly Recorded[]>;

  /** The fact of an id, or undefined when the topic does not have it. */
  abstract find(topic: string, id: string): Promise<Recorded | undefined>;

  /** How many partitions the topic has. */
  abstract partitions(topic: string): Promise<number>;

  /** The offset that the next fact of each partition will get, by partition. */
  abstract ends(topic: string): Promise<Offsets>;

  /**
   * The first position that has not come by for who is at these offsets: everything before it has. A
   * partition without an offset counts as one of which nothing was read.
   */
  abstract positionAt(topic: string, offsets: Offsets): Promise<number>;

  abstract consume(subscription: Subscription): Promise<Consumer>;

  abstract close(): Promise<void>;
}

/**
 * A position as clients see it: opaque, ordered as text, comparable across indicators.
 * What is projected up to it includes the fact that it names.
 */
export function positionText(position: number): string {
  return position.toString().padStart(16, '0');
}

/** The position that a client names, or undefined when it is not one of ours. */
export function positionIn(text: string): number | undefined {
  return /^\d{16}$/.test(text) ? Number(text) : undefined;
}
