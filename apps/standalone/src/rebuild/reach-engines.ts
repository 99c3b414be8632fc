import { allMigrations } from '#application';
import {
  type Configuration,
  Database,
  KafkaEventLog,
  kafkaSettings,
  migrate,
  PostgresEventLog,
  reachPostgres,
  type Sql,
  SystemClock,
  Unavailable,
} from '#platform';
import type { RebuildEngines } from '#progress';
import pg from 'pg';
import { chosenExample, EXAMPLE_NOW } from '../example/index.js';

/** Engines that may be those of a running Tiendo. */
export interface ReachedEngines extends RebuildEngines {
  leave(): Promise<void>;
}

/**
 * PostgreSQL and the log of either profile: those that the environment names, or the one of the data
 * folder, whether Tiendo runs on it or not. Throws `Unavailable`: what reaching them throws, and
 * `schema-behind` for a running Tiendo of an earlier version.
 */
export function reachEngines(configuration: Configuration): Promise<ReachedEngines> {
  const isEmbedded = configuration.of.TIENDO_PROFILE === 'embedded';
  return isEmbedded ? embedded(configuration) : distributed(configuration);
}

async function embedded(configuration: Configuration): Promise<ReachedEngines> {
  const { TIENDO_DATA_DIR, TIENDO_NOW } = configuration.of;
  const { url, isShared, leave } = await reachPostgres(TIENDO_DATA_DIR);
  const pool = poolOn(url);
  const log = new PostgresEventLog(pool, url);
  const startsAt = TIENDO_NOW ?? (chosenExample(configuration) ? new Date(EXAMPLE_NOW) : undefined);
  const end = async () => {
    await log.close();
    await pool.end();
    await leave();
  };
  try {
    if (isShared) await refuseEarlierSchema(new Database(pool));
    else await migrate(url, [...allMigrations]);
    return { url, log, clock: new SystemClock(startsAt), leave: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function distributed(configuration: Configuration): Promise<ReachedEngines> {
  const { DATABASE_URL: url = '', TIENDO_CLOCK_OFFSET = 0 } = configuration.of;
  const pool = poolOn(url);
  const database = new Database(pool);
  const log = new KafkaEventLog(database, kafkaSettings(configuration));
  const end = async () => {
    await log.close();
    await pool.end();
  };
  try {
    await refuseEarlierSchema(database);
    const clock = new SystemClock(new Date(Date.now() + TIENDO_CLOCK_OFFSET * 1000));
    return { url, log, clock, leave: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function poolOn(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return pool;
}

/** Only who runs on a database migrates it. */
async function refuseEarlierSchema(sql: Sql): Promise<void> {
  const { rows } = await sql.query<{ name: string }>(`SELECT name FROM migration`);
  const applied = new Set(rows.map(({ name }) => name));
  const missing = allMigrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name);
  if (missing.length === 0) return;
  const message = `The Tiendo that runs is of an earlier version; start this one first. Not applied: ${missing.join(', ')}`;
  throw new Unavailable('schema-behind', message);
}
