import { ensureAdminKey } from '#access';
import { Database, migrate, SystemClock } from '#platform';
import pg from 'pg';
import { allMigrations } from './all-migrations.js';
import { configurationOf } from './start-application.js';

/** Brings the database's schema up to date and makes the first administrator's key known; may be repeated. */
export async function prepareDatabase(): Promise<void> {
  const { DATABASE_URL = '', TIENDO_ADMIN_KEY, TIENDO_DATA_DIR } = configurationOf('migrate').of;
  await migrate(DATABASE_URL, [...allMigrations]);
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 1 });
  await ensureAdminKey(new Database(pool), new SystemClock(), TIENDO_DATA_DIR, TIENDO_ADMIN_KEY);
  await pool.end();
}
