import type { Consumer } from '../event-log/event-log.js';

/** What may have changed of what a topic says. */
export interface Changed<Mark> {
  readonly keys: readonly string[];
  /** These are all the keys there are: whatever else the topic has is gone. */
  readonly isAll: boolean;
  /** Where the next question goes on. */
  readonly mark: Mark;
}

/**
 * What is said of each key in a topic whose last message of a key is the one that counts. It is asked for
 * what is true now, and never for what happened: who publishes needs no history.
 */
export interface Publication<Data = unknown, Mark = unknown> {
  readonly topic: string;
  /** The type of its events, with its version. */
  readonly type: string;
  /**
   * The keys of which something else may be to be said than when `mark` was answered, by this process; too
   * many do no harm. Everything there is, where there is no mark.
   */
  changedSince(mark: Mark | undefined): Promise<Changed<Mark>>;
  /** What is to be said now; a key without an entry is gone. */
  say(keys: readonly string[]): Promise<ReadonlyMap<string, Data>>;
  /** The part of it whose change is worth a message. */
  essenceOf(data: Data): unknown;
}

/** A publication that has not said everything: how old what it has said is. */
export interface Behind {
  readonly topic: string;
  readonly seconds: number;
}

/** Topics that tell other systems how things stand: a message for each key, and none that is worth nothing. */
export abstract class PublishedTopics {
  /**
   * From now on the last message of each key is what the publication says, a moment after it changed. One
   * process publishes at a time; the others wait to take its place.
   */
  abstract keep<Data, Mark>(publication: Publication<Data, Mark>): Promise<Consumer>;

  /** For the publications that this process is at: how old the state is that has been said completely. */
  abstract behind(): readonly Behind[];

  abstract close(): Promise<void>;
}
