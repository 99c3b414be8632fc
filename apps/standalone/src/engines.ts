import { allMigrations } from '#application';
import type { JsonLogger } from '#platform';
import {
  BullMqJobQueue,
  type Configuration,
  Database,
  type Engines,
  Metrics,
  migrate,
  NoInboundMessages,
  NoPublishedTopics,
  PostgresEventLog,
  startEmbeddedPostgres,
  SystemClock,
} from '#platform';
import pg from 'pg';

/** The engines of the embedded profile, and how to end them once nothing uses them any more. */
export interface EmbeddedEngines {
  readonly engines: Engines;
  /** Resolves when PostgreSQL has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL on the data folder, brings its schema up to date, and puts the log into it. */
export async function startEngines(
  configuration: Configuration,
  logger: JsonLogger,
  startsAt?: Date,
): Promise<EmbeddedEngines> {
  const postgres = await startEmbeddedPostgres(configuration.of.TIENDO_DATA_DIR);
  try {
    await migrate(postgres.url, [...allMigrations]);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  const pool = new pg.Pool({ connectionString: postgres.url, max: 12 });
  const failed = (error: unknown) => logger.warn('A connection failed', error);
  pool.on('error', failed);
  const eventLog = new PostgresEventLog(pool, postgres.url, failed);
  const jobQueue = BullMqJobQueue.onPostgres(postgres.url, (error) =>
    logger.error('A job failed', error),
  );
  return {
    engines: {
      configuration,
      database: new Database(pool),
      eventLog,
      inboundMessages: new NoInboundMessages(),
      publishedTopics: new NoPublishedTopics(),
      jobQueue,
      clock: new SystemClock(startsAt),
      metrics: new Metrics(),
    },
    ended: postgres.ended,
    stop: async () => {
      await jobQueue.close();
      await eventLog.close();
      await pool.end();
      // The pool does not wait until its connections are closed; that PostgreSQL closes them is no failure.
      pool.off('error', failed).on('error', () => undefined);
      await postgres.stop();
    },
  };
}
