import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalKafka, startLocalKafka } from '../local-kafka/local-kafka.js';
import {
  anApplication,
  type Application,
  APPLICATION_NAMES,
  type ApplicationName,
} from './application.js';
import { startGateway } from './gateway.js';
import { type LocalPostgres, startLocalPostgres } from './postgres.js';
import { type LocalRedis, startLocalRedis } from './redis.js';

const run = promisify(execFile);

export interface ClusterOptions {
  /** Where the engines that are started here keep what they keep. */
  readonly folder: string;
  readonly adminKey: string;
  /** Of each application. */
  readonly replicas: number;
  /** Port of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Settings of the applications; DATABASE_URL, KAFKA_BROKERS and REDIS_URL name engines that are there. */
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** The distributed profile on this machine. Engines are undefined where the environment named others. */
export interface Cluster {
  /** One address before all replicas. */
  readonly address: string;
  readonly applications: readonly Application[];
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly postgres: LocalPostgres | undefined;
  readonly kafka: LocalKafka | undefined;
  readonly redis: LocalRedis | undefined;
  of(name: ApplicationName): readonly Application[];
  stop(): Promise<void>;
}

/** Starts the engines that are not named, prepares them, and starts all applications. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return await started(options, endings, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function started(
  options: ClusterOptions,
  endings: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Cluster> {
  const { folder, say, replicas } = options;
  mkdirSync(folder, { recursive: true });
  const engines = await startEngines(options, endings);
  const environment = environmentOf(options, engines);
  for (const program of ['migrate', 'topics']) {
    const { stdout } = await run(process.execPath, [`dist/apps/api/src/${program}.main.js`], {
      env: environment,
    });
    if (stdout) say(`${program} | ${stdout.trim()}`);
  }
  const applications = await Promise.all(
    APPLICATION_NAMES.flatMap((name) =>
      Array.from({ length: replicas }, (_, n) =>
        anApplication(name, replicas > 1 ? `${name}-${n + 1}` : name, environment, say),
      ),
    ),
  );
  endings.push(() => Promise.all(applications.map((application) => application.stop())));
  await Promise.all(applications.map((application) => application.start()));
  const gateway = await startGateway(applications, options.port);
  endings.push(() => gateway.close());
  const { databaseUrl, brokers, postgres, kafka, redis } = engines;
  return {
    address: gateway.address,
    applications,
    ...{ databaseUrl, brokers, postgres, kafka, redis },
    of: (name) => applications.filter((one) => one.name === name),
    stop,
  };
}

interface LocalEngines {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly brokers: string;
  readonly postgres: LocalPostgres | undefined;
  readonly kafka: LocalKafka | undefined;
  readonly redis: LocalRedis | undefined;
}

async function startEngines(
  { folder, environment }: ClusterOptions,
  endings: (() => Promise<unknown>)[],
): Promise<LocalEngines> {
  const { DATABASE_URL, KAFKA_BROKERS, REDIS_URL } = environment;
  const startUnless = async <Engine extends { stop(): Promise<unknown> }>(
    given: string | undefined,
    start: () => Promise<Engine>,
  ) => {
    if (given) return undefined;
    const engine = await start();
    endings.push(() => engine.stop());
    return engine;
  };
  const postgres = await startUnless(DATABASE_URL, () =>
    startLocalPostgres(join(folder, 'postgres')),
  );
  const redis = await startUnless(REDIS_URL, () => startLocalRedis(join(folder, 'redis')));
  const kafka = await startUnless(KAFKA_BROKERS, () => startLocalKafka(join(folder, 'kafka')));
  return {
    databaseUrl: DATABASE_URL || (postgres?.url as string),
    redisUrl: REDIS_URL || (redis?.url as string),
    brokers: KAFKA_BROKERS || (kafka?.brokers as string),
    postgres,
    kafka,
    redis,
  };
}

function environmentOf(options: ClusterOptions, engines: LocalEngines): NodeJS.ProcessEnv {
  return {
    ...options.environment,
    TIENDO_PROFILE: 'distributed',
    TIENDO_ADMIN_KEY: options.adminKey,
    DATABASE_URL: engines.databaseUrl,
    KAFKA_BROKERS: engines.brokers,
    REDIS_URL: engines.redisUrl,
  };
}
