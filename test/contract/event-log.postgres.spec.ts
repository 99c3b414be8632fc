import { expect, test } from '@jest/globals';
import pg from 'pg';
import { type EventLog, platformMigrations, PostgresEventLog } from '#platform';
import { eventually } from '../support/eventually.js';
import { testDatabase } from '../support/test-database.js';
import { eventLogContract } from './event-log.contract.js';

eventLogContract('PostgreSQL', async () => {
  const { url, database, drop } = await testDatabase(platformMigrations);
  const pools = new Map<EventLog, { pool: pg.Pool; name: string }>();
  return {
    makeTopic: () => Promise.resolve(),
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

test('looking an id up reads no other, though the statistics say that the log is empty', async () => {
  const { url, database, drop } = await testDatabase(platformMigrations);
  await database.query('ALTER TABLE event_log SET (autovacuum_enabled = false)');
  await database.query('ANALYZE event_log');
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const log = new PostgresEventLog(pool, url);
  for (let batch = 0; batch < 12; batch += 1) {
    const facts = Array.from({ length: 500 }, (_, n) => ({
      id: `young-${batch}-${n}`,
      type: 'vn.tiendo.test.v1',
      key: 'k',
      time: '2024-08-20T01:00:00.000Z',
      correlationId: 'c',
      data: {},
    }));
    await log.append('test.young', facts);
  }
  await log.close();
  await pool.end();
  await eventually('PostgreSQL has counted', async () => {
    const { rows } = await database.query<{ scans: string; read: string }>(
      `SELECT idx_scan AS scans, idx_tup_read AS read FROM pg_stat_user_indexes
       WHERE indexrelname = 'event_log_id_topic_key'`,
    );
    if (Number(rows[0]?.scans) < 6000) return false;
    expect(Number(rows[0]?.read)).toBe(0);
    return true;
  });
  await drop();
});
