import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import { startReceiver } from '../support/receiver.js';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { type AlertFact, type Aftermath, type LogRow, readModels } from './aftermath.js';
import { atRest } from './at-rest.js';
import { aJournal, runClient, type Journal } from './client.js';
import { seeded } from './random.js';

const CLIENTS = 4;
const NOW = '2024-08-20T08:00:00+07:00';

/**
 * Lets clients report while the whole process tree is killed at seeded random moments, `rounds` times, and
 * one delivery in twenty fails; then lets the system come to rest and reads what is there from its tables.
 */
export async function killRounds(rounds: number, seed: number): Promise<Aftermath> {
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-kill-'));
  const receiver = await startReceiver(() => (random() < 0.05 ? 500 : 204));
  const journal = aJournal();
  const start = () => startServer(dataDir, { TIENDO_NOW: NOW, TIENDO_RATE_LIMIT: '0' });
  try {
    const first = await start();
    const applied = await call(first, 'POST', '/v1/apply', smallTown(receiver.url));
    if (applied.status !== 200) throw new Error(`apply: ${JSON.stringify(applied.body)}`);
    await first.stop();
    for (let round = 0; round < rounds; round += 1) {
      await oneRound(await start(), random, journal);
    }
    const server = await start();
    await atRest(server, [server.baseUrl]);
    await server.stop();
    return { journal, received: receiver.received, ...(await tablesOf(dataDir)) };
  } finally {
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
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

async function tablesOf(dataDir: string): Promise<Omit<Aftermath, 'journal' | 'received'>> {
  const postgres = await startEmbeddedPostgres(dataDir);
  const pool = new pg.Pool({ connectionString: postgres.url });
  try {
    const facts = await pool.query<LogRow>(
      `SELECT id, type, log_offset AS "offset", data FROM event_log
       WHERE topic = 'tiendo.reports' ORDER BY log_offset`,
    );
    const alertFacts = await pool.query<AlertFact>(
      `SELECT id, data FROM event_log WHERE topic = 'tiendo.alerts' ORDER BY log_offset`,
    );
    return { facts: facts.rows, alertFacts: alertFacts.rows, ...(await readModels(pool)) };
  } finally {
    await pool.end();
    await postgres.stop();
  }
}
