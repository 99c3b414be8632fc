import pg from 'pg';
import { type EventLog, platformMigrations, PostgresEventLog } from '#platform';
import { testDatabase } from '../support/test-database.js';
import { eventLogContract } from './event-log.contract.js';

eventLogContract('PostgreSQL', async () => {
  const { url, database, drop } = await testDatabase(platformMigrations);
  const pools = new Map<EventLog, { pool: pg.Pool; name: string }>();
  return {
    open: () => {
      const name = `log-${pools.size}`;
      const connectionString = `${url}?application_name=${name}`;
      const pool = new pg.Pool({ connectionString, max: 6 });
      pool.on('error', () => undefined);
      const log = new PostgresEventLog(pool, connectionString);
      pools.set(log, { pool, name });
      return Promise.resolve(log);
    },
    crash: async (log) => {
      const { pool, name } = pools.get(log)!;
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1`,
        [name],
      );
      await pool.end();
      await log.close();
    },
    stop: async () => {
      for (const { pool } of pools.values()) if (!pool.ended) await pool.end();
      await drop();
    },
  };
});
