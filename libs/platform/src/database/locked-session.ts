import type { PoolClient } from 'pg';
import { type Database, inTransaction, type Sql } from './database.js';

/**
 * A connection that holds a lock for as long as it lives. What is committed on it was committed by the
 * holder: who has lost the connection has lost the lock, and with it the right to write.
 */
export class LockedSession {
  private constructor(private readonly client: PoolClient) {
    client.on('error', ignored);
  }

  /** Undefined where somebody else holds the lock of that name. */
  static async open({ pool }: Database, name: string): Promise<LockedSession | undefined> {
    const session = new LockedSession(await pool.connect());
    try {
      const { rows } = await session.client.query<{ isOurs: boolean }>(
        `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "isOurs"`,
        [name],
      );
      if (rows[0]?.isOurs) return session;
    } catch (error) {
      session.end();
      throw error;
    }
    session.release();
    return undefined;
  }

  transaction<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result> {
    return inTransaction(this.client, work);
  }

  /** Closes the connection: the lock is free as soon as PostgreSQL sees it. */
  end(): void {
    this.release(true);
  }

  private release(isOver = false): void {
    this.client.release(isOver);
    if (!isOver) this.client.off('error', ignored);
  }
}

/** The next statement fails as well, and is heard. */
const ignored = () => undefined;
