import type { Sql } from '../database/database.js';
import type { EventLog, Offsets } from '../event-log/event-log.js';
import type { Follower } from './projection.js';

const LOOK_EVERY_MS = 25;
/** Where every partition is ours we are told; this is for partitions that move away while somebody waits. */
const LOOK_AGAIN_MS = 500;

/** How far each projection is: in memory for the partitions that this process applies, else in the table. */
export class ProjectedPositions {
  private readonly owned = new Map<string, ReadonlySet<number>>();
  private readonly here = new Map<string, Map<number, number>>();
  private readonly waiters = new Map<string, Set<() => void>>();

  constructor(
    private readonly sql: Sql,
    private readonly log: EventLog,
  ) {}

  /** From now on this process applies these partitions; the others may move on elsewhere. */
  own(projection: string, partitions: readonly number[]): void {
    this.owned.set(projection, new Set(partitions));
    const known = [...(this.here.get(projection) ?? [])];
    this.here.set(projection, new Map(known.filter(([one]) => partitions.includes(one))));
  }

  /** The next offset of a partition that was applied; what is not ours any more is not kept. */
  set(projection: string, partition: number, nextOffset: number): void {
    if (!this.owned.get(projection)?.has(partition)) return;
    this.here.get(projection)?.set(partition, nextOffset);
    for (const wake of this.waiters.get(projection) ?? []) wake();
  }

  forget(projection: string): void {
    this.here.get(projection)?.clear();
  }

  /** The next offset of each partition of which anything was applied. */
  async offsets(follower: Follower): Promise<Offsets> {
    const here = this.here.get(follower.name);
    if (here && here.size === (await this.log.partitions(follower.topic))) return here;
    return this.committed(follower);
  }

  /** The same as the table has them, whoever applies them. */
  async committed({ name }: Follower): Promise<Offsets> {
    const { rows } = await this.sql.query<{ partition: number; next_offset: string }>(
      `SELECT partition, next_offset FROM projection_position WHERE projection = $1`,
      [name],
    );
    return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
  }

  /** The first position that is not projected. */
  async next(follower: Follower): Promise<number> {
    return this.log.positionAt(follower.topic, await this.offsets(follower));
  }

  /** True as soon as the position is projected; false when it is not within `timeoutMs`. */
  reached(follower: Follower, position: number, timeoutMs: number): Promise<boolean> {
    return this.until(follower, async () => (await this.next(follower)) > position, timeoutMs);
  }

  /** True as soon as all that was in the log at the beginning of the call is projected. */
  async caughtUp(follower: Follower, timeoutMs: number): Promise<boolean> {
    const ends = await this.log.ends(follower.topic);
    const isThere = async () => {
      const offsets = await this.offsets(follower);
      return [...ends].every(([partition, end]) => (offsets.get(partition) ?? 0) >= end);
    };
    return this.until(follower, isThere, timeoutMs);
  }

  private async until(
    { name, topic }: Follower,
    isThere: () => Promise<boolean>,
    timeoutMs: number,
  ): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const moved = this.moved(name);
      try {
        if (await isThere()) return true;
        const left = deadline - performance.now();
        if (left <= 0) return false;
        const isOurs = this.here.get(name)?.size === (await this.log.partitions(topic));
        await moved.within(Math.min(left, isOurs ? LOOK_AGAIN_MS : LOOK_EVERY_MS));
      } finally {
        moved.end();
      }
    }
  }

  /** Begins to listen at once, so that nothing is missed between a look and the wait after it. */
  private moved(name: string): { within(ms: number): Promise<void>; end(): void } {
    const waiters = this.waiters.get(name) ?? new Set<() => void>();
    this.waiters.set(name, waiters);
    let wake: () => void = () => undefined;
    const moved = new Promise<void>((done) => (wake = done));
    waiters.add(wake);
    return {
      within: async (ms) => {
        const timer = setTimeout(wake, ms);
        await moved;
        clearTimeout(timer);
      },
      end: () => waiters.delete(wake),
    };
  }
}
