import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';

/** What runs SQL: the pool, or one transaction. */
export interface Sql {
  query<Row extends QueryResultRow = QueryResultRow>(
    text: string | { name: string; text: string; values?: unknown[] },
    values?: unknown[],
  ): Promise<QueryResult<Row>>;
}

/** One PostgreSQL, reached through one pool. */
export class Database implements Sql {
  /** A connection that is cut between two queries of a transaction fails the next one, not the process. */
  constructor(readonly pool: Pool) {
    pool.on('connect', (client) => client.on('error', () => undefined));
  }

  query<Row extends QueryResultRow = QueryResultRow>(
    text: string | { name: string; text: string; values?: unknown[] },
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    return this.pool.query<Row>(text as string, values);
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      return await inTransaction(client, work, (error) => (broken = error));
    } finally {
      client.release(broken);
    }
  }
}

/** The same on a connection that is at hand; `broken` is told when it cannot be used any more. */
export async function inTransaction<Result>(
  client: PoolClient,
  work: (tx: Sql) => Promise<Result>,
  broken: (error: Error) => void = () => undefined,
): Promise<Result> {
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(broken);
    throw error;
  }
}
