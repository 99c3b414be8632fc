import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

export type StoredQueue = Pick<Queue, 'add' | 'upsertJobScheduler' | 'waitUntilReady' | 'close'>;
export type RunningWorker = Pick<Worker, 'run' | 'waitUntilReady' | 'close'>;

export interface WorkerOfQueue {
  handle(data: unknown): Promise<void>;
  /** Hears of every job that was given up, also of one whose process died under it. */
  failed(error: Error): void;
  concurrency: number;
}

/** Where BullMQ keeps its jobs. */
export interface BullMqStore {
  /** Must succeed before a queue is opened: BullMQ never asks again whether its tables are there. */
  prepare(): Promise<void>;
  queue(name: string): StoredQueue;
  worker(name: string, of: WorkerOfQueue): RunningWorker;
  /** False when a worker would wait in vain to say goodbye. */
  reachable(): boolean;
  close(): Promise<void>;
}

type Failed = (error: unknown) => void;

const TELL_AT_MOST_EVERY_MS = 1000;
const SCHEMA = 'bullmq';
/** Each worker keeps one connection to listen on; the others are shared by all queues and workers. */
const MAX_CONNECTIONS = 12;
const CONNECT_TIMEOUT_MS = 10_000;
/** A caller who adds a job hears within seconds that Redis is away; a worker waits for it. */
const RETRIES_OF_A_CALLER = 3;
/** Nobody reads BullMQ's stream of events. */
const STREAMS = { events: { maxLen: 100 } };

/** Jobs as rows in a schema of their own, over one pool of connections that see this schema. */
export function postgresStore(url: string, failed: Failed): BullMqStore {
  const told = atMostEverySecond(failed);
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${SCHEMA}`,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.setMaxListeners(0);
  pool.on('error', told);
  pool.on('connect', (client) => client.on('error', told));
  return {
    prepare: async () => {
      const client = await pool.connect();
      try {
        await runMigrations(client, SCHEMA);
      } finally {
        client.release();
      }
    },
    ...queuesAndWorkers({ callers: pool, workers: pool }, createPostgresBackend, told),
    reachable: () => true,
    close: () => pool.end(),
  };
}

/** Jobs as keys in Redis, over one connection for callers and one for workers; BullMQ adds one to wait on per worker. */
export function redisStore(url: string, failed: Failed): BullMqStore {
  const told = atMostEverySecond(failed);
  const callers = new Redis(url, { maxRetriesPerRequest: RETRIES_OF_A_CALLER });
  const workers = new Redis(url, { maxRetriesPerRequest: null });
  for (const connection of [callers, workers]) {
    connection.setMaxListeners(0);
    connection.on('error', told);
  }
  return {
    prepare: () => Promise.resolve(),
    ...queuesAndWorkers({ callers, workers }, createRedisBackend, told),
    reachable: () => workers.status === 'ready',
    close: () => {
      callers.disconnect();
      workers.disconnect();
      return Promise.resolve();
    },
  };
}

function queuesAndWorkers<Connection>(
  connections: { callers: Connection; workers: Connection },
  backend: BackendFactory<IQueueBackend, Connection>,
  told: Failed,
): Pick<BullMqStore, 'queue' | 'worker'> {
  return {
    queue: (name) => {
      const connection = connections.callers;
      const options = { connection, streams: STREAMS, skipWaitingForReady: true };
      const queue = new Queue(name, options, backend);
      queue.on('error', told);
      return queue as unknown as StoredQueue;
    },
    worker: (name, { handle, failed, concurrency }) => {
      const options = { connection: connections.workers, concurrency, autorun: false };
      const worker = new Worker(name, (job) => handle(job.data), options, backend);
      worker.on('error', told);
      worker.on('failed', (_, error) => failed(error));
      return worker;
    },
  };
}

/** When a database restarts, workers complain without a pause. */
function atMostEverySecond(tell: Failed): Failed {
  let silentUntil = 0;
  return (error) => {
    if (performance.now() < silentUntil) return;
    silentUntil = performance.now() + TELL_AT_MOST_EVERY_MS;
    tell(error);
  };
}
