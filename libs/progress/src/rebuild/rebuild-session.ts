import { dropTwins, type Sql, Unavailable } from '#platform';
import pg from 'pg';

const WAIT_FOR_EARLIER_MS = 10_000;
const LOOK_EVERY_MS = 200;

const ALONE = `SELECT pg_try_advisory_lock(hashtextextended('tiendo.rebuild', 0)) AS alone`;

/**
 * The one connection that says who rebuilds. The switch runs on it too: who has lost it, and with it the
 * right to rebuild, cannot take over.
 */
export class RebuildSession {
  private constructor(private readonly client: pg.Client) {}

  /**
   * Connects, and clears what an interrupted rebuild left behind.
   * Throws `Unavailable` (`rebuild-running`) while another rebuild is at work.
   */
  static async open(url: string): Promise<RebuildSession> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const session = new RebuildSession(client);
    try {
      await session.alone();
      await dropTwins(client);
      return session;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result> {
    await this.client.query('BEGIN');
    try {
      const result = await work(this.client);
      await this.client.query('COMMIT');
      return result;
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Drops what is left of this rebuild; what cannot be dropped now, the next one drops. */
  async end(): Promise<void> {
    await dropTwins(this.client).catch(() => undefined);
    await this.client.end();
  }

  /** PostgreSQL notices the end of a killed rebuild a moment later. */
  private async alone(): Promise<void> {
    const deadline = Date.now() + WAIT_FOR_EARLIER_MS;
    for (;;) {
      const { rows } = await this.client.query<{ alone: boolean }>(ALONE);
      if (rows[0]?.alone) return;
      if (Date.now() > deadline) break;
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
    }
    throw new Unavailable('rebuild-running', 'Another rebuild is at work on this database.');
  }
}
