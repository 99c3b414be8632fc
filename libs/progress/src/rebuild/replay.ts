import { TOPICS } from '#contracts';
import { type Database, type EventLog, isPassing, type Recorded, Unavailable } from '#platform';
import { REPORT_PROGRESS, type ReportProgressProjection } from '../report-progress.projection.js';

/** A fact that cannot be applied and is not parked: somebody dropped it, or other code applied it. */
export interface LeftOut {
  readonly id: string;
  readonly partition: number;
  readonly offset: number;
  readonly error: string;
}

const STILL_PARKED = `
  SELECT partition, log_offset::int8 AS "offset" FROM parked_fact
  WHERE projection = $1 AND partition = ANY ($2) AND log_offset = ANY ($3)`;

/**
 * Applies the facts of the reports' topic to a twin, in order, as far as it is told to. What is parked
 * stays out for as long as it is parked.
 */
export class Replay {
  private readonly next = new Map<number, number>();
  private readonly parked = new Map<string, Recorded>();
  private readonly unapplied: LeftOut[] = [];

  constructor(
    private readonly live: Database,
    private readonly twin: Database,
    private readonly log: EventLog,
    private readonly projection: ReportProgressProjection,
    private readonly replayed: (facts: number) => void,
  ) {}

  get leftOut(): readonly LeftOut[] {
    return this.unapplied;
  }

  /** How many facts are to be read until these offsets are the next ones. */
  distance(ends: ReadonlyMap<number, number>): number {
    return [...ends].reduce(
      (sum, [partition, end]) => sum + Math.max(0, end - this.nextOf(partition)),
      0,
    );
  }

  async upTo(ends: ReadonlyMap<number, number>): Promise<void> {
    await this.apply(await this.unparked([...this.parked.values()]));
    for (const [partition, end] of ends) await this.partitionUpTo(partition, end);
  }

  private async partitionUpTo(partition: number, end: number): Promise<void> {
    let ahead = this.read(partition, this.nextOf(partition), end);
    while (this.nextOf(partition) < end) {
      const facts = await ahead;
      const next = (facts.at(-1) as Recorded).offset + 1;
      ahead = next < end ? this.read(partition, next, end) : ahead;
      ahead.catch(() => undefined);
      for (const fact of facts) this.parked.set(keyOf(fact), fact);
      await this.apply(await this.unparked(facts));
      this.next.set(partition, next);
      this.replayed(facts.length);
    }
  }

  private async read(partition: number, from: number, end: number): Promise<readonly Recorded[]> {
    const limit = Math.min(this.projection.maxBatch, end - from);
    if (limit <= 0) return [];
    const facts = await this.log.read(TOPICS.reports, partition, from, limit);
    if (facts[0]?.offset === from) return facts;
    const message = `The log has no fact at offset ${from} of partition ${partition}, which the live read models have applied.`;
    throw new Unavailable('facts-missing', message);
  }

  /** Of facts taken for parked those that are not; only these are forgotten. */
  private async unparked(facts: readonly Recorded[]): Promise<Recorded[]> {
    if (facts.length === 0) return [];
    const { rows } = await this.live.query<{ partition: number; offset: string }>(STILL_PARKED, [
      REPORT_PROGRESS.name,
      [...new Set(facts.map(({ partition }) => partition))],
      facts.map(({ offset }) => offset),
    ]);
    const parked = new Set(rows.map(({ partition, offset }) => `${partition}/${offset}`));
    const free = facts.filter((fact) => !parked.has(keyOf(fact)));
    for (const fact of free) this.parked.delete(keyOf(fact));
    return free;
  }

  private async apply(facts: readonly Recorded[]): Promise<void> {
    if (facts.length === 0) return;
    try {
      await this.twin.transaction((tx) => this.projection.apply(tx, facts));
    } catch (error) {
      if (isPassing(error)) throw error;
      await this.narrow(facts, error);
    }
  }

  private async narrow(facts: readonly Recorded[], error: unknown): Promise<void> {
    const [fact] = facts as readonly [Recorded];
    if (facts.length > 1) {
      const middle = Math.floor(facts.length / 2);
      await this.apply(facts.slice(0, middle));
      await this.apply(facts.slice(middle));
      return;
    }
    const { id, partition, offset } = fact;
    this.unapplied.push({ id, partition, offset, error: (error as Error).message });
  }

  private nextOf(partition: number): number {
    return this.next.get(partition) ?? 0;
  }
}

function keyOf({ partition, offset }: Recorded): string {
  return `${partition}/${offset}`;
}
