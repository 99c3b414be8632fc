import type { Sql } from '../database/database.js';
import type { Recorded } from '../event-log/event-log.js';

/** Who reads a topic from its beginning, and remembers how far it is. */
export interface Follower {
  readonly name: string;
  readonly topic: string;
}

/**
 * Turns facts of one topic into rows. The rows and the position are committed together, so a fact has
 * its effect exactly once however often it is delivered. Throw `Poison` (with the offending fact's
 * offset where it is known) for a fact that can never be applied.
 */
export interface Projection extends Follower {
  readonly maxBatch: number;
  apply(tx: Sql, facts: readonly Recorded[]): Promise<void>;
  /** After the commit; may fail without harm (wake-ups, metrics). */
  applied?(facts: readonly Recorded[]): void;
}
