import { type Clock, Database, type EventLog, type Sql, Unavailable } from '#platform';
import pg from 'pg';
import { takeAlone } from '../progress-state.js';
import { compareProgress, type Comparison, isSame } from './compare-progress.js';
import { isSettled, liveState } from './live-state.js';
import { ProgressTwin } from './progress-twin.js';
import { RebuildSession } from './rebuild-session.js';
import type { LeftOut } from './replay.js';

/** So few facts are caught up while reports wait. */
const SHORT = 2000;
/** While the live read models follow new reference data, they differ for a reason that passes. */
const SETTLE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 200;
const LOCK_ATTEMPTS = 30;
/** Lock not available, statement timed out, deadlock: somebody else has the tables. */
const IN_USE = new Set(['55P03', '57014', '40P01']);

/** What a rebuild is at. Facts are those of the reports' topic. */
export interface RebuildProgressed {
  readonly step: 'preparing' | 'replaying' | 'comparing' | 'taking-over';
  readonly done: number;
  readonly all: number;
}

export interface RebuildWish {
  /** Builds and compares, and takes nothing over. */
  readonly dryRun: boolean;
  /** Takes over although something differs. */
  readonly allowChanges: boolean;
  /** Ends the rebuild between two batches; the live tables are as they were. */
  readonly signal?: AbortSignal;
  readonly told?: (at: RebuildProgressed) => void;
}

export interface Rebuilt {
  readonly facts: number;
  readonly comparison: Comparison;
  readonly isSame: boolean;
  readonly tookOver: boolean;
  readonly leftOut: readonly LeftOut[];
}

/** The database, by an address that may change its schema, and the log that the live projection reads. */
export interface RebuildEngines {
  readonly url: string;
  readonly log: EventLog;
  readonly clock: Clock;
}

/**
 * Makes the ledger and the read models of progress anew beside the live ones, compares them, and lets them
 * take over in one transaction, while reports are taken, projected and read. Writes nothing but its own
 * tables until then: what has to happen because something stands elsewhere now is found by the next
 * evaluation. Throws `Unavailable` when it cannot be done; then the live tables are as they were.
 */
export async function rebuildProgress(
  engines: RebuildEngines,
  wish: RebuildWish,
): Promise<Rebuilt> {
  const session = await RebuildSession.open(engines.url);
  const pool = new pg.Pool({ connectionString: engines.url, max: 3 });
  pool.on('error', () => undefined);
  try {
    return await new Rebuild(session, new Database(pool), engines, wish).run();
  } finally {
    await pool.end();
    await session.end();
  }
}

class Rebuild {
  private done = 0;
  private all = 0;

  constructor(
    private readonly session: RebuildSession,
    private readonly live: Database,
    private readonly engines: RebuildEngines,
    private readonly wish: RebuildWish,
  ) {}

  async run(): Promise<Rebuilt> {
    this.tell('preparing');
    const { url, log, clock } = this.engines;
    const replayed = (facts: number) => {
      this.done += facts;
      this.tell('replaying');
    };
    const engines = { url, log, live: this.live, replayed };
    const twin = await ProgressTwin.begin(engines, await liveState(this.live), clock.today());
    try {
      return await this.compareAndSwitch(twin);
    } finally {
      await twin.close();
    }
  }

  private async compareAndSwitch(twin: ProgressTwin): Promise<Rebuilt> {
    await this.level(twin);
    await twin.analyse();
    this.tell('comparing');
    const comparison = await this.compare(twin);
    const same = isSame(comparison);
    const tookOver = !this.wish.dryRun && (same || this.wish.allowChanges);
    if (tookOver) await this.takeOver(twin);
    return { facts: this.done, comparison, isSame: same, tookOver, leftOut: twin.leftOut };
  }

  /** Both are compared as they were at one moment in which they had applied the same facts. */
  private compare(twin: ProgressTwin): Promise<Comparison> {
    const deadline = Date.now() + SETTLE_WITHIN_MS;
    return this.live.transaction(async (snapshot) => {
      await this.whenLevel(twin, async (tx) => {
        if (Date.now() < deadline && !(await isSettled(tx, this.engines.log))) return false;
        await snapshot.query(`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`);
        await snapshot.query(`SELECT 1`);
        return true;
      });
      return compareProgress(snapshot, twin.name, await twin.catalogue());
    });
  }

  private async takeOver(twin: ProgressTwin): Promise<void> {
    this.tell('taking-over');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.whenLevel(twin, async (tx) => {
          await twin.takeOver(tx);
          return true;
        });
      } catch (cause) {
        if (!IN_USE.has(String((cause as { code?: unknown }).code))) throw cause;
        if (attempt === LOCK_ATTEMPTS) {
          const message = 'Somebody reads the live tables without end: nothing was taken over.';
          throw new Unavailable('tables-in-use', message, { cause });
        }
      }
      await pause();
    }
  }

  /**
   * Runs `work` in a transaction in which the live read models stand still and the twin has caught up; again,
   * a moment later, as long as it answers false.
   */
  private async whenLevel(twin: ProgressTwin, work: (tx: Sql) => Promise<boolean>): Promise<void> {
    for (;;) {
      await this.approach(twin);
      const isDone = await this.session.transaction(async (tx) => {
        await takeAlone(tx);
        const live = await liveState(tx);
        if (twin.distance(live) > SHORT) return false;
        await twin.level(live);
        return work(tx);
      });
      if (isDone) return;
      await pause();
    }
  }

  /** Catches up, without holding anybody, until little is left. */
  private async approach(twin: ProgressTwin): Promise<void> {
    while (twin.distance(await liveState(this.live)) > SHORT) await this.level(twin);
  }

  private async level(twin: ProgressTwin): Promise<void> {
    const live = await liveState(this.live);
    this.all = this.done + twin.factsBehind(live);
    this.tell('replaying');
    await twin.level(live);
  }

  private tell(step: RebuildProgressed['step']): void {
    this.wish.told?.({ step, done: this.done, all: Math.max(this.all, this.done) });
    this.wish.signal?.throwIfAborted();
  }
}

function pause(): Promise<void> {
  return new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
}
