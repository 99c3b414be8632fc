import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database, type Sql } from '../database/database.js';
import type { Recorded } from '../event-log/event-log.js';
import { ProjectionRunner } from './projection-runner.js';

/** What became of the parked facts of a key. */
export interface Retried {
  readonly applied: number;
  readonly remaining: number;
  readonly error?: string;
}

/**
 * Applies the parked facts of one key of a projection again, in order, all or none; in this process, wherever
 * the projection runs.
 */
export class RetryParked extends Command<Retried | 'unknown'> {
  constructor(
    readonly projection: string,
    readonly key: string,
  ) {
    super();
  }
}

@CommandHandler(RetryParked)
export class RetryParkedHandler implements ICommandHandler<RetryParked> {
  constructor(
    private readonly database: Database,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ projection: name, key }: RetryParked): Promise<Retried | 'unknown'> {
    const projection = this.runner.projection(name);
    if (!projection) return 'unknown';
    let facts: Recorded[] = [];
    try {
      await this.database.transaction(async (tx) => {
        facts = await takeParked(tx, name, key);
        if (facts.length > 0) await projection.apply(tx, facts);
      });
      this.runner.tell(projection, facts);
      return { applied: facts.length, remaining: 0 };
    } catch (error) {
      return { applied: 0, remaining: facts.length, error: (error as Error).message };
    }
  }
}

/** The position's row is locked first, so that the running consumer cannot park behind us meanwhile. */
async function takeParked(tx: Sql, projection: string, key: string): Promise<Recorded[]> {
  await tx.query(`SELECT 1 FROM projection_position WHERE projection = $1 FOR UPDATE`, [
    projection,
  ]);
  const { rows } = await tx.query<{ fact: Recorded }>(
    `DELETE FROM parked_fact WHERE projection = $1 AND key = $2 RETURNING fact`,
    [projection, key],
  );
  return rows.map((row) => row.fact).sort((a, b) => a.offset - b.offset);
}
