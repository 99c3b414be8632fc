import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver } from '../support/receiver.js';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { eventually } from '../support/eventually.js';
import { runClient, type Journal } from './client.js';
import { seeded } from './random.js';

const CLIENTS = 4;
const NOW = '2024-08-20T08:00:00+07:00';

export interface Aftermath {
  readonly dataDir: string;
  readonly journal: Journal;
  readonly received: readonly { id: string; body: string }[];
  readonly alerts: readonly {
    id: string;
    rule: string;
    targetId: string;
    episode: number;
    state: string;
  }[];
  readonly progress: readonly Record<string, unknown>[];
  cleanUp(): void;
}

/**
 * Lets clients report while the process tree is killed at seeded random moments, `rounds` times; then
 * lets the system come to rest and tells what is there. The server is stopped, its data stays until
 * `cleanUp`.
 */
export async function killRounds(rounds: number, seed: number): Promise<Aftermath> {
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-kill-'));
  const receiver = await startReceiver(() => (random() < 0.1 ? 500 : 204));
  const journal: Journal = { accepted: new Map(), withdrawn: new Set(), violations: [] };
  const start = () => startServer(dataDir, { TIENDO_NOW: NOW, TIENDO_RATE_LIMIT: '0' });
  const first = await start();
  await applyTown(first, receiver.url);
  await first.stop();
  for (let round = 0; round < rounds; round += 1) {
    await oneRound(await start(), random, journal);
  }
  const server = await start();
  const rested = await atRest(server);
  await server.stop();
  await receiver.stop();
  return {
    dataDir,
    journal,
    received: receiver.received,
    ...rested,
    cleanUp: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function applyTown(server: Server, channelUrl: string): Promise<void> {
  const applied = await call(server, 'POST', '/v1/apply', smallTown(channelUrl));
  if (applied.status !== 200) throw new Error(`apply: ${JSON.stringify(applied.body)}`);
}

/** The clients run until the kill; the moment lies between 100 and 1,500 ms after they start. */
async function oneRound(server: Server, random: () => number, journal: Journal): Promise<void> {
  let stopped = false;
  const clients = Array.from({ length: CLIENTS }, () =>
    runClient(server.baseUrl, seeded(Math.floor(random() * 2 ** 32)), journal, () => stopped),
  );
  await new Promise((next) => setTimeout(next, 100 + random() * 1400));
  await server.kill();
  stopped = true;
  await Promise.all(clients);
}

/** Evaluates until two evaluations in a row change nothing and nothing is left to deliver. */
async function atRest(server: Server) {
  await eventually(
    'everything is projected, evaluated and delivered',
    async () => (await evaluated(server)) === 0 && (await pendingDeliveries(server)) === 0,
    240_000,
  );
  const alerts = await all(server, '/v1/alerts');
  const progress = await all(server, '/v1/progress');
  return { alerts: alerts as unknown as Aftermath['alerts'], progress };
}

async function evaluated(server: Server): Promise<number> {
  const asked = await call(server, 'POST', '/v1/evaluations', {});
  let done: { state: string; raised: number; resolved: number } | undefined;
  await eventually(
    'the evaluation ends',
    async () => {
      done = (await call(server, 'GET', `/v1/evaluations/${asked.body.id}`)).body;
      return done?.state === 'done' || done?.state === 'failed';
    },
    60_000,
  );
  return done?.state === 'done' ? done.raised + done.resolved : -1;
}

async function pendingDeliveries(server: Server): Promise<number> {
  const waiting = await all(server, '/v1/deliveries?state=pending');
  const failed = await all(server, '/v1/deliveries?state=failed');
  return waiting.length + failed.length;
}

async function all(server: Server, path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let next: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page = await call(server, 'GET', next ? `${path}${separator}cursor=${next}` : path);
    if (page.status !== 200)
      throw new Error(`${path}: ${page.status} ${JSON.stringify(page.body)}`);
    items.push(...page.body.items);
    next = page.body.next;
  } while (next);
  return items;
}
