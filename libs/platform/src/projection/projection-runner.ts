import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Database, Sql } from '../database/database.js';
import { Conflict } from '../errors.js';
import type { Consumer, EventLog, Recorded } from '../event-log/event-log.js';
import type { Metrics } from '../telemetry/metrics.js';
import { park, parkedKeys } from './parked-facts.js';
import { isPassing } from './passing.js';
import { type Lag, lagsBehind, measureLag } from './projection-lag.js';
import type { Follower, Projection } from './projection.js';
import { ProjectedPositions } from './projected-positions.js';

interface Running {
  readonly projection: Projection;
  readonly consumer: Consumer;
}

/**
 * Runs projections: rows and position are committed together, so each fact has its effect once. A fact
 * that can never be applied is found by halving, parked with what follows under its key, and listed.
 */
export class ProjectionRunner {
  private readonly offered = new Map<string, Projection>();
  private readonly running = new Map<string, Running>();
  private readonly positions: ProjectedPositions;
  private readonly logger = new Logger(ProjectionRunner.name);

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.positions = new ProjectedPositions(database, log);
    measureLag(metrics, () => this.lags());
  }

  /** Makes a projection known that may run in another process: what it parked can be retried here. */
  offer(...projections: readonly Projection[]): void {
    for (const projection of projections) this.offered.set(projection.name, projection);
  }

  async run(projection: Projection): Promise<void> {
    this.offer(projection);
    const expected = new Map<number, number>();
    const consumer = await this.log.consume({
      topic: projection.topic,
      group: projection.name,
      maxBatch: projection.maxBatch,
      assigned: (partitions) => this.positions.own(projection.name, partitions),
      startAt: async (partitions) => {
        for (const partition of partitions) {
          const start = await this.startOf(projection.name, partition);
          expected.set(partition, start);
          this.positions.set(projection.name, partition, start);
        }
        return expected;
      },
      handle: async (partition, facts) => {
        await this.handle(projection, partition, facts, expected);
      },
    });
    this.running.set(projection.name, { projection, consumer });
  }

  async stop(name: string): Promise<void> {
    const running = this.running.get(name);
    this.running.delete(name);
    await running?.consumer.stop();
    this.positions.forget(name);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stop(name)));
  }

  /** Tells a projection what it has applied; the rows are committed, so a failure here changes nothing. */
  tell(projection: Projection, applied: readonly Recorded[]): void {
    try {
      if (applied.length > 0) projection.applied?.(applied);
    } catch (error) {
      this.logger.warn(`${projection.name} could not tell what it applied`, error);
    }
  }

  projection(name: string): Projection | undefined {
    return this.offered.get(name);
  }

  names(): readonly string[] {
    return [...this.running.keys()];
  }

  /** How far each projection that runs here is behind, by partition. */
  async lags(): Promise<readonly Lag[]> {
    const { log, positions, clock } = this;
    const running = [...this.running.values()];
    const found = await Promise.all(
      running.map(({ projection }) => lagsBehind(log, positions, clock, projection)),
    );
    return found.flat();
  }

  /** True as soon as everything up to the position is projected; false when it is not within `timeoutMs`. */
  waitFor(follower: Follower, position: number, timeoutMs: number): Promise<boolean> {
    return this.positions.reached(follower, position, timeoutMs);
  }

  /** True as soon as everything that is in the log now is projected; false when it is not within `timeoutMs`. */
  caughtUp(follower: Follower, timeoutMs: number): Promise<boolean> {
    return this.positions.caughtUp(follower, timeoutMs);
  }

  /** The first position that is not projected. */
  nextPosition(follower: Follower): Promise<number> {
    return this.positions.next(follower);
  }

  private async startOf(name: string, partition: number): Promise<number> {
    const { rows } = await this.database.query<{ next_offset: string }>(
      `INSERT INTO projection_position (projection, partition, next_offset, at)
       VALUES ($1, $2, 0, $3)
       ON CONFLICT (projection, partition) DO UPDATE SET at = excluded.at RETURNING next_offset`,
      [name, partition, this.clock.now()],
    );
    return Number(rows[0]?.next_offset ?? 0);
  }

  private async handle(
    projection: Projection,
    partition: number,
    facts: readonly Recorded[],
    expected: Map<number, number>,
  ): Promise<void> {
    try {
      let applied: readonly Recorded[] = [];
      await this.commit(projection, partition, facts, expected, async (tx, free) => {
        await projection.apply(tx, free);
        applied = free;
      });
      this.tell(projection, applied);
    } catch (error) {
      if (error instanceof Conflict) this.positions.forget(projection.name);
      if (isPassing(error)) throw error;
      await this.narrow(projection, partition, facts, expected, error);
    }
  }

  private async narrow(
    projection: Projection,
    partition: number,
    facts: readonly Recorded[],
    expected: Map<number, number>,
    error: unknown,
  ): Promise<void> {
    if (facts.length > 1) {
      const middle = Math.floor(facts.length / 2);
      await this.handle(projection, partition, facts.slice(0, middle), expected);
      await this.handle(projection, partition, facts.slice(middle), expected);
      return;
    }
    await this.commit(projection, partition, facts, expected, (tx) =>
      park(tx, projection.name, facts, 'poison', this.clock.now(), error),
    );
    const [fact] = facts;
    this.metrics.parked.inc({ projection: projection.name });
    this.logger.error(
      `${projection.name} parked the fact ${fact?.id} at offset ${fact?.offset}; later facts of ${fact?.key} wait behind it`,
      error,
    );
  }

  /** One transaction: what `apply` does to the facts whose keys are free, the parking of the others, the position. */
  private async commit(
    projection: Projection,
    partition: number,
    facts: readonly Recorded[],
    expected: Map<number, number>,
    apply: (tx: Sql, free: readonly Recorded[]) => Promise<void>,
  ): Promise<void> {
    const next = (facts.at(-1)?.offset ?? -1) + 1;
    await this.database.transaction(async (tx) => {
      const parked = await parkedKeys(tx, projection.name, partition);
      const free = parked.size > 0 ? facts.filter((fact) => !parked.has(fact.key)) : facts;
      if (free.length < facts.length) {
        const waiting = facts.filter((fact) => parked.has(fact.key));
        await park(tx, projection.name, waiting, 'waiting', this.clock.now());
      }
      if (free.length > 0) await apply(tx, free);
      await this.advance(tx, projection.name, partition, expected.get(partition) ?? 0, next);
    });
    expected.set(partition, next);
    this.positions.set(projection.name, partition, next);
  }

  /** Another consumer that moved the position meanwhile wins; our rows are rolled back. */
  private async advance(
    tx: Sql,
    name: string,
    partition: number,
    from: number,
    to: number,
  ): Promise<void> {
    const { rowCount } = await tx.query({
      name: 'advance-position',
      text: `UPDATE projection_position SET next_offset = $4, at = $5
             WHERE projection = $1 AND partition = $2 AND next_offset = $3`,
      values: [name, partition, from, to, this.clock.now()],
    });
    if (rowCount === 1) return;
    throw new Conflict('position-moved', `Another process moved the position of ${name}.`);
  }
}
