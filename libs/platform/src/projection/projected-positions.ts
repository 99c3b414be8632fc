import type { Sql } from '../database/database.js';

interface Waiter {
  readonly offset: number;
  readonly resolve: (reached: boolean) => void;
}

const LOOK_EVERY_MS = 25;

/** How far each projection is: in memory for those that run in this process, else in the table. */
export class ProjectedPositions {
  private readonly here = new Map<string, number>();
  private readonly waiters = new Map<string, Set<Waiter>>();

  constructor(private readonly sql: Sql) {}

  /** From now on the projection runs here, and its next offset is this one. */
  set(projection: string, nextOffset: number): void {
    this.here.set(projection, nextOffset);
    for (const waiter of this.waiters.get(projection) ?? []) {
      if (nextOffset > waiter.offset) waiter.resolve(true);
    }
  }

  forget(projection: string): void {
    this.here.delete(projection);
  }

  async next(projection: string): Promise<number> {
    const known = this.here.get(projection);
    if (known !== undefined) return known;
    const { rows } = await this.sql.query<{ next_offset: string }>(
      `SELECT next_offset FROM projection_position WHERE projection = $1 AND partition = 0`,
      [projection],
    );
    return Number(rows[0]?.next_offset ?? 0);
  }

  /** True as soon as the fact at `offset` is projected; false when it is not within `timeoutMs`. */
  async reached(projection: string, offset: number, timeoutMs: number): Promise<boolean> {
    if ((await this.next(projection)) > offset) return true;
    return this.here.has(projection)
      ? this.told(projection, offset, timeoutMs)
      : this.looked(projection, offset, timeoutMs);
  }

  private told(projection: string, offset: number, timeoutMs: number): Promise<boolean> {
    return new Promise((done) => {
      const waiters = this.waiters.get(projection) ?? new Set();
      this.waiters.set(projection, waiters);
      const finish = (reached: boolean) => {
        clearTimeout(timer);
        waiters.delete(waiter);
        done(reached);
      };
      const waiter = { offset, resolve: finish };
      const timer = setTimeout(() => finish(false), timeoutMs);
      waiters.add(waiter);
      if ((this.here.get(projection) ?? 0) > offset) finish(true);
    });
  }

  private async looked(projection: string, offset: number, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
      if ((await this.next(projection)) > offset) return true;
    }
    return false;
  }
}
