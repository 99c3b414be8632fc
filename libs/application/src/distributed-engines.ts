import {
  BullMqJobQueue,
  type Configuration,
  Database,
  type Engines,
  type JsonLogger,
  KafkaEventLog,
  KafkaInboundMessages,
  KafkaPublishedTopics,
  kafkaSettings,
  Metrics,
  rateCounter,
  SystemClock,
} from '#platform';
import type { Redis } from 'ioredis';
import pg from 'pg';

const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 5000;

/** The engines of the distributed profile, and how to end them once nothing uses them any more. */
export interface DistributedEngines {
  readonly engines: Engines;
  /** Where rates are counted, for all replicas together. */
  readonly redis: Redis;
  stop(): Promise<void>;
}

/** Kafka, Redis and PostgreSQL as the environment names them. None of them has to be there yet. */
export function distributedEngines(
  configuration: Configuration,
  logger: JsonLogger,
): DistributedEngines {
  const { DATABASE_URL, REDIS_URL = '', TIENDO_CLOCK_OFFSET = 0 } = configuration.of;
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
  });
  const failed = (error: unknown) => logger.warn('A connection failed', error);
  pool.on('error', failed);
  const database = new Database(pool);
  const clock = new SystemClock(new Date(Date.now() + TIENDO_CLOCK_OFFSET * 1000));
  const kafka = kafkaSettings(configuration);
  const eventLog = new KafkaEventLog(database, kafka, failed);
  const inboundMessages = new KafkaInboundMessages(database, clock, kafka, failed);
  const metrics = new Metrics();
  const publishedTopics = new KafkaPublishedTopics(database, clock, metrics, kafka, failed);
  const jobQueue = BullMqJobQueue.onRedis(REDIS_URL, (error) =>
    logger.error('A job failed', error),
  );
  const redis = rateCounter(REDIS_URL);
  return {
    engines: {
      configuration,
      database,
      eventLog,
      inboundMessages,
      publishedTopics,
      jobQueue,
      clock,
      metrics,
    },
    redis,
    stop: async () => {
      await jobQueue.close();
      await inboundMessages.close();
      await publishedTopics.close();
      await eventLog.close();
      redis.disconnect();
      await pool.end();
    },
  };
}
