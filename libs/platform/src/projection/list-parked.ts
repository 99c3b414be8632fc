import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../database/database.js';

/** A fact that was set aside, with why. */
export interface ParkedFact {
  readonly projection: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly state: 'poison' | 'waiting';
  readonly type: string;
  readonly error: string | null;
  readonly codeVersion: string;
  readonly parkedAt: string;
}

/** What is parked, oldest first; at most 1,000. */
export class ListParked extends Query<readonly ParkedFact[]> {}

@QueryHandler(ListParked)
export class ListParkedHandler implements IQueryHandler<ListParked> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<readonly ParkedFact[]> {
    const { rows } = await this.database.query<ParkedFact & { offset: string; parkedAt: Date }>(
      `SELECT projection, partition, log_offset AS "offset", key, state, fact ->> 'type' AS type, error,
              code_version AS "codeVersion", parked_at AS "parkedAt"
       FROM parked_fact ORDER BY parked_at, log_offset LIMIT 1000`,
    );
    return rows.map((row) => ({
      ...row,
      offset: Number(row.offset),
      parkedAt: new Date(row.parkedAt).toISOString(),
    }));
  }
}
