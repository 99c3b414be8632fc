import { accessMigrations } from '#access';
import { catalogueMigrations } from '#catalogue';
import type { JsonLogger } from '#platform';
import {
  type Configuration,
  Database,
  type Engines,
  Metrics,
  migrate,
  platformMigrations,
  PostgresEventLog,
  startEmbeddedPostgres,
  SystemClock,
} from '#platform';
import { progressMigrations } from '#progress';
import { reportsMigrations } from '#reports';
import pg from 'pg';

/** The engines of the embedded profile, and how to end them once nothing uses them any more. */
export interface EmbeddedEngines {
  readonly engines: Engines;
  stop(): Promise<void>;
}

/** Starts PostgreSQL on the data folder, brings its schema up to date, and puts the log into it. */
export async function startEngines(
  configuration: Configuration,
  logger: JsonLogger,
): Promise<EmbeddedEngines> {
  const { TIENDO_DATA_DIR, TIENDO_NOW } = configuration.of;
  const postgres = await startEmbeddedPostgres(TIENDO_DATA_DIR);
  try {
    await migrate(postgres.url, [
      ...platformMigrations,
      ...catalogueMigrations,
      ...reportsMigrations,
      ...progressMigrations,
      ...accessMigrations,
    ]);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  const pool = new pg.Pool({ connectionString: postgres.url, max: 12 });
  const failed = (error: unknown) => logger.warn('A connection failed', error);
  pool.on('error', failed);
  const eventLog = new PostgresEventLog(pool, postgres.url, failed);
  return {
    engines: {
      configuration,
      database: new Database(pool),
      eventLog,
      clock: new SystemClock(TIENDO_NOW),
      metrics: new Metrics(),
    },
    stop: async () => {
      await eventLog.close();
      await pool.end();
      await postgres.stop();
    },
  };
}
