import type { Clock } from '../clock.js';
import type { Database, Sql } from '../database/database.js';
import { Conflict } from '../errors.js';
import type { Consumer, EventLog, Recorded } from '../event-log/event-log.js';
import type { Metrics } from '../telemetry/metrics.js';
import { park, parkedKeys } from './parked-facts.js';
import { isPassing } from './passing.js';
import type { Projection } from './projection.js';
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
  private readonly running = new Map<string, Running>();
  private readonly positions: ProjectedPositions;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.positions = new ProjectedPositions(database);
    metrics.gauge(
      'tiendo_projection_lag_events',
      'Facts that a projection has not applied yet',
      'projection',
      () => this.lags((events) => events),
    );
    metrics.gauge(
      'tiendo_projection_lag_seconds',
      'Age of the oldest fact that a projection has not applied yet',
      'projection',
      () => this.lags((_, seconds) => seconds),
    );
  }

  async run(projection: Projection): Promise<void> {
    const expected = new Map<number, number>();
    const consumer = await this.log.consume({
      topic: projection.topic,
      group: projection.name,
      maxBatch: projection.maxBatch,
      startAt: async (partitions) => {
        for (const partition of partitions) {
          expected.set(partition, await this.startOf(projection.name, partition));
        }
        this.positions.set(projection.name, expected.get(0) ?? 0);
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

  projection(name: string): Projection | undefined {
    return this.running.get(name)?.projection;
  }

  names(): readonly string[] {
    return [...this.running.keys()];
  }

  /** True as soon as the fact at `offset` is projected; false when it is not within `timeoutMs`. */
  waitFor(name: string, offset: number, timeoutMs: number): Promise<boolean> {
    return this.positions.reached(name, offset, timeoutMs);
  }

  /** The offset of the next fact that a projection will apply. */
  nextOffset(name: string): Promise<number> {
    return this.positions.next(name);
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
      await this.commit(projection, partition, facts, expected, (tx, free) =>
        projection.apply(tx, free),
      );
    } catch (error) {
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
    this.metrics.parked.inc({ projection: projection.name });
    await this.commit(projection, partition, facts, expected, (tx) =>
      park(tx, projection.name, facts, 'poison', this.clock.now(), error),
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
    let applied: readonly Recorded[] = facts;
    await this.database.transaction(async (tx) => {
      const parked = await parkedKeys(tx, projection.name, partition);
      if (parked.size > 0) {
        applied = facts.filter((fact) => !parked.has(fact.key));
        const waiting = facts.filter((fact) => parked.has(fact.key));
        await park(tx, projection.name, waiting, 'waiting', this.clock.now());
      }
      if (applied.length > 0) await apply(tx, applied);
      await this.advance(tx, projection.name, partition, expected.get(partition) ?? 0, next);
    });
    expected.set(partition, next);
    this.positions.set(projection.name, next);
    projection.applied?.(applied);
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

  private async lags(
    pick: (events: number, seconds: number) => number,
  ): Promise<ReadonlyMap<string, number>> {
    const lags = new Map<string, number>();
    for (const { projection } of this.running.values()) {
      const next = await this.positions.next(projection.name);
      const end = (await this.log.ends(projection.topic)).get(0) ?? 0;
      const [oldest] = end > next ? await this.log.read(projection.topic, 0, next, 1) : [];
      const age = oldest ? this.clock.now().getTime() - Date.parse(oldest.time) : 0;
      lags.set(projection.name, pick(Math.max(0, end - next), Math.max(0, age / 1000)));
    }
    return lags;
  }
}
