import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Application } from '../../deploy/distributed/application.js';
import type { Cluster } from '../../deploy/distributed/cluster.js';
import type { Journal } from './client.js';
import { fillDisk } from './full-disk.js';
import { intakeWithoutKafka, intakeWithoutRedis } from './intake.js';
import { poisonEveryPartition } from './poison.js';
import { oneOf } from './random.js';
import { membersComeAndGo } from './rebalances.js';
import { sendAgain } from './sent-again.js';

/** How often each thing happens. */
export interface Faults {
  /** SIGKILL of any application. */
  readonly applications: number;
  /** SIGKILL of the broker. */
  readonly broker: number;
  /** SIGKILL of PostgreSQL. */
  readonly postgres: number;
  /** Redis emptied, and away for a second. */
  readonly redis: number;
  /** SIGKILL of every application, the broker, PostgreSQL and Redis at once. */
  readonly everything: number;
  /** Kafka away for `awayMs`. */
  readonly kafkaAway: number;
  /** Redis emptied, and away for `awayMs`. */
  readonly redisAway: number;
  /** For `awayMs` a member joins or leaves the groups every second. */
  readonly storm: number;
  /** An application that hangs for longer than its group waits for it. */
  readonly hang: number;
  /** A fact on every partition that cannot be applied. */
  readonly poison: number;
  /** The latest facts ten times more, their keys mixed. */
  readonly again: number;
  /** No room left on the broker's disk. */
  readonly fullDisk: number;
}

/** What is struck, and how hard. */
export interface Struck {
  readonly cluster: Cluster;
  readonly journal: Journal;
  readonly random: () => number;
  readonly awayMs: number;
}

export type Strike = (struck: Struck) => Promise<void>;

const HANGS_MS = 15_000;

export const STRIKES: Readonly<Record<keyof Faults, Strike>> = {
  applications: ({ cluster, random }) => restarted([oneOf(random, cluster.applications)]),
  broker: async ({ cluster }) => {
    await cluster.kafka?.kill();
    await cluster.kafka?.start();
  },
  postgres: async ({ cluster }) => {
    await cluster.postgres?.kill();
    await cluster.postgres?.start();
  },
  redis: ({ cluster }) => withoutRedis(cluster, () => pause(1000)),
  everything: async ({ cluster }) => {
    const { applications, kafka, postgres, redis } = cluster;
    const kills = applications.map((one) => one.kill());
    await Promise.all([...kills, kafka?.kill(), postgres?.kill()]);
    await redis?.stop();
    await Promise.all([kafka?.start(), postgres?.start(), redis?.start()]);
    await Promise.all(applications.map((one) => one.start()));
  },
  kafkaAway: async ({ cluster, journal, awayMs }) => {
    await cluster.kafka?.stop();
    await intakeWithoutKafka(cluster.address, journal, awayMs);
    await cluster.kafka?.start();
  },
  redisAway: ({ cluster, journal, awayMs }) =>
    withoutRedis(cluster, () => intakeWithoutRedis(cluster.address, journal, awayMs)),
  storm: ({ cluster, random, awayMs }) => membersComeAndGo(cluster.brokers, random, awayMs),
  hang: async ({ cluster, random }) => {
    const one = oneOf(random, [...cluster.of('projector'), ...cluster.of('evaluator')]);
    one.freeze();
    await pause(HANGS_MS);
    one.thaw();
  },
  poison: ({ cluster, journal }) => poisonEveryPartition(cluster, journal),
  again: ({ cluster, random }) => sendAgain(cluster.brokers, random),
  fullDisk: async ({ cluster }) => {
    await fillDisk(cluster.kafka?.folder ?? '', () => pause(5000));
    await cluster.kafka?.kill();
    await cluster.kafka?.start();
  },
};

async function restarted(applications: readonly Application[]): Promise<void> {
  await Promise.all(applications.map((one) => one.kill()));
  await Promise.all(applications.map((one) => one.start()));
}

async function withoutRedis({ redis }: Cluster, meanwhile: () => Promise<void>): Promise<void> {
  const client = new Redis(redis?.url ?? '');
  await client.flushall();
  client.disconnect();
  await redis?.stop();
  await meanwhile();
  await redis?.start();
}
