import type { z } from 'zod';

/**
 * Who must understand whom. `told`: what is written now is read by who knows an earlier version. `kept`: the
 * same, and what was written under an earlier version is read by who knows this one, for it is kept as long
 * as it is needed. `taken`: what was accepted under an earlier version is accepted now.
 */
export type Understanding = 'told' | 'kept' | 'taken';

/** One sort of message on one topic. */
export interface Message {
  /** Unique in its topic: the type of the event, where it is one. */
  readonly name: string;
  readonly topic: string;
  /** When it happens, and what it says. */
  readonly summary: string;
  readonly understanding: Understanding;
  readonly payload: z.ZodType;
  readonly headers: z.ZodType;
  readonly example: {
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: unknown;
  };
}

/** A topic of Kafka, as other systems see it. */
export interface PublishedTopic {
  readonly title: string;
  readonly description: string;
  /** What the key of its messages is. */
  readonly key: string;
  /** Who may read it; `wards` write the one that is theirs. */
  readonly audience: 'everyone' | 'wards' | 'operators' | 'Tiendo';
}
