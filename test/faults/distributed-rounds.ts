import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { TOPICS } from '#contracts';
import { Database, KafkaEventLog, type Recorded } from '#platform';
import { type Cluster, startCluster } from '../../deploy/distributed/cluster.js';
import { startReceiver } from '../support/receiver.js';
import { ADMIN_KEY, call, withoutJestOptions } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { type AlertFact, type Aftermath, type LogRow, readModels } from './aftermath.js';
import { atRest } from './at-rest.js';
import { aJournal, runClient } from './client.js';
import { smallDisk } from './full-disk.js';
import { seeded } from './random.js';
import { type Faults, STRIKES, type Struck } from './strikes.js';

const CLIENTS = 4;
const LAST_LINES = 100;
const NOW = Date.parse('2024-08-20T08:00:00+07:00');

/** Two replicas of each application, on this machine, that forget nothing with `folder`. */
export function aCluster(folder: string, say: (line: string) => void): Promise<Cluster> {
  return startCluster({
    folder,
    adminKey: ADMIN_KEY,
    replicas: 2,
    port: 0,
    say,
    environment: {
      ...withoutJestOptions(),
      ...{ DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '' },
      TIENDO_LOG_LEVEL: 'error',
      TIENDO_RATE_LIMIT: '0',
      TIENDO_WEBHOOK_ALLOW: '127.0.0.1',
      TIENDO_CLOCK_OFFSET: String(Math.round((NOW - Date.now()) / 1000)),
    },
  });
}

/** Lets clients report while parts are taken away at seeded random moments, then reads what is there. */
export async function distributedRounds(
  faults: Faults,
  seed: number,
  awayMs: number,
): Promise<Aftermath> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-distributed-'));
  chmodSync(folder, 0o711);
  const disk = smallDisk(join(folder, 'kafka'));
  const receiver = await startReceiver(() => (random() < 0.05 ? 500 : 204));
  const journal = aJournal([503]);
  const said: string[] = [];
  const cluster = await aCluster(folder, (line) => void said.push(line));
  try {
    const door = { baseUrl: cluster.address };
    const applied = await call(door, 'POST', '/v1/apply', smallTown(receiver.url));
    if (applied.status !== 200) throw new Error(`apply: ${JSON.stringify(applied.body)}`);
    const possible = { ...faults, fullDisk: disk ? faults.fullDisk : 0 };
    for (const name of shuffled(namesOf(possible), random)) {
      said.push(`struck | ${name}`);
      await underLoad({ cluster, journal, random, awayMs }, name);
    }
    await atRest(door, watchedOf(cluster));
    for (const one of cluster.applications.filter((application) => !application.isRunning())) {
      journal.violations.push(`${one.name} has ended by itself`);
    }
    return { journal, received: receiver.received, ...(await whatIsThere(cluster)) };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${said.slice(-LAST_LINES).join('\n')}`);
  } finally {
    await cluster.stop();
    await receiver.stop();
    disk?.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of each application but the API, which projects nothing. */
function watchedOf(cluster: Cluster): string[] {
  const names = ['ingest', 'projector', 'evaluator', 'notifier'] as const;
  return names.map((name) => cluster.of(name)[1]?.address ?? '');
}

function namesOf(faults: Faults): (keyof Faults)[] {
  return Object.entries(faults).flatMap(([name, count]) =>
    Array.from({ length: count }, () => name as keyof Faults),
  );
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** The clients run from before the strike until a moment after it; one that is sent away comes again. */
async function underLoad(struck: Struck, name: keyof Faults): Promise<void> {
  const { cluster, journal, random } = struck;
  let stopped = false;
  const clients = Array.from({ length: CLIENTS }, async () => {
    const own = seeded(Math.floor(random() * 2 ** 32));
    while (!stopped) {
      await runClient(cluster.address, own, journal, () => stopped);
      await pause(50);
    }
  });
  await pause(100 + random() * 600);
  try {
    await STRIKES[name](struck);
    await pause(100 + random() * 300);
  } finally {
    stopped = true;
    await Promise.all(clients);
  }
}

/** Facts by their ids: one that was sent twice counts where the first stands, and is known where the second does. */
async function whatIsThere(cluster: Cluster): Promise<Omit<Aftermath, 'journal' | 'received'>> {
  const pool = new pg.Pool({ connectionString: cluster.databaseUrl });
  const log = new KafkaEventLog(new Database(pool), { brokers: [cluster.brokers] });
  try {
    const { rows } = await pool.query<{ id: string; position: string }>(
      `SELECT id, position FROM fact_id WHERE topic = $1`,
      [TOPICS.reports],
    );
    const known = new Map(rows.map(({ id, position }) => [id, position]));
    const facts = (await factsOf(log, TOPICS.reports)).map((fact) => ({
      id: fact.id,
      type: fact.type,
      offset: known.get(fact.id) ?? String(fact.position),
      data: fact.data as LogRow['data'],
    }));
    const alertFacts = (await factsOf(log, TOPICS.alerts)) as readonly Recorded[];
    return {
      facts,
      alertFacts: alertFacts as unknown as readonly AlertFact[],
      ...(await readModels(pool)),
    };
  } finally {
    await log.close();
    await pool.end();
  }
}

async function factsOf(log: KafkaEventLog, topic: string): Promise<readonly Recorded[]> {
  const first = new Map<string, Recorded>();
  for (const [partition, end] of await log.ends(topic)) {
    for (const fact of await log.read(topic, partition, 0, end)) {
      if (!first.has(fact.id)) first.set(fact.id, fact);
    }
  }
  return [...first.values()].sort((a, b) => a.position - b.position);
}
