import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { eventually } from '../support/eventually.js';
import { runClient, type Journal } from './client.js';
import { seeded } from './random.js';

const CLIENTS = 4;
const NOW = '2024-08-20T08:00:00+07:00';

/** What is there once everything has come to rest, and what the clients know. */
export interface Aftermath {
  readonly journal: Journal;
  readonly facts: readonly LogRow[];
  readonly ledger: readonly { report_id: string; withdrawn: boolean }[];
  readonly figures: readonly FigureRow[];
}

export interface LogRow {
  readonly id: string;
  readonly type: string;
  readonly offset: string;
  readonly data: Record<string, string>;
}

export interface FigureRow {
  readonly indicator: string;
  readonly unit: string;
  readonly period: number;
  readonly amount: string;
  readonly denominator: string | null;
  readonly reported: number;
}

/**
 * Lets clients report while the whole process tree is killed at seeded random moments, `rounds` times;
 * then lets the system come to rest and reads what is there from its tables.
 */
export async function killRounds(rounds: number, seed: number): Promise<Aftermath> {
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-kill-'));
  const journal: Journal = { accepted: new Map(), withdrawn: new Set(), violations: [] };
  const start = () => startServer(dataDir, { TIENDO_NOW: NOW, TIENDO_RATE_LIMIT: '0' });
  try {
    const first = await start();
    const applied = await call(first, 'POST', '/v1/apply', smallTown());
    if (applied.status !== 200) throw new Error(`apply: ${JSON.stringify(applied.body)}`);
    await first.stop();
    for (let round = 0; round < rounds; round += 1) {
      await oneRound(await start(), random, journal);
    }
    const server = await start();
    await atRest(server);
    await server.stop();
    return { journal, ...(await tablesOf(dataDir)) };
  } finally {
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

async function atRest(server: Server): Promise<void> {
  await eventually(
    'everything is projected',
    async () => {
      const answer = await fetch(`${server.baseUrl}/metrics`, {
        headers: { authorization: 'Bearer tiendo-test-administrator-key-0123456789' },
      });
      const lags = [
        ...(await answer.text()).matchAll(/^tiendo_projection_lag_events\{.*\} (\d+)$/gm),
      ];
      return lags.length >= 3 && lags.every(([, lag]) => lag === '0');
    },
    120_000,
  );
}

async function tablesOf(dataDir: string): Promise<Omit<Aftermath, 'journal'>> {
  const postgres = await startEmbeddedPostgres(dataDir);
  const pool = new pg.Pool({ connectionString: postgres.url });
  try {
    const facts = await pool.query<LogRow>(
      `SELECT id, type, log_offset AS "offset", data FROM event_log
       WHERE topic = 'tiendo.reports' ORDER BY log_offset`,
    );
    const ledger = await pool.query(
      `SELECT report_id, withdrawn_offset IS NOT NULL AS withdrawn FROM report`,
    );
    const figures = await pool.query<FigureRow>(
      `SELECT indicator.code AS indicator, unit.code AS unit, period, amount::text, denominator::text, reported
       FROM figure
       JOIN document AS indicator ON indicator.no = indicator_no
       JOIN document AS unit ON unit.no = unit_no
       WHERE reported > 0`,
    );
    return { facts: facts.rows, ledger: ledger.rows, figures: figures.rows };
  } finally {
    await pool.end();
    await postgres.stop();
  }
}
