import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Unavailable } from '../errors.js';
import { postgresBinary, postgresUser } from './postgres-binaries.js';

/** Long enough to recover what a crash left in the write-ahead log. */
const START_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 15_000;
const INVALID_PASSWORD = '28P01';
const LONGEST_LOG_BYTES = 10_000_000;

/** What PostgreSQL says, kept in `postgres.log`; the one before is kept when it is long. */
export class PostgresLog {
  readonly path: string;
  private from = 0;

  constructor(folder: string) {
    this.path = join(folder, 'postgres.log');
    if (this.size() > LONGEST_LOG_BYTES) renameSync(this.path, `${this.path}.1`);
  }

  /** A file to write to; `lines` are those written from now on. */
  open(): number {
    this.from = this.size();
    return openSync(this.path, 'a', 0o600);
  }

  lines(): string {
    const text = readFileSync(this.path).subarray(this.from).toString().trim();
    return text.split('\n').slice(-5).join(' | ');
  }

  private size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }
}

/**
 * Resolves with a PostgreSQL that answers. While processes of a killed one before it still end, it is
 * tried again. Throws `Unavailable` (`postgres-failed`) with the last lines of its log.
 */
export async function launched(
  cluster: string,
  settings: Record<string, string>,
  url: string,
  log: PostgresLog,
): Promise<ChildProcess> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const child = await spawned(cluster, settings, log);
    if (await ready(url, child, deadline)) return child;
    const words = log.lines();
    if (Date.now() > deadline || !words.includes('pre-existing shared memory block')) {
      throw new Unavailable('postgres-failed', `PostgreSQL did not start: ${words}`);
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

/** In a session of its own, so that Ctrl-C reaches Tiendo alone, which then ends PostgreSQL last. */
async function spawned(
  cluster: string,
  settings: Record<string, string>,
  log: PostgresLog,
): Promise<ChildProcess> {
  const [binary, user] = [await postgresBinary(), await postgresUser()];
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = log.open();
  try {
    return spawn(binary, ['-D', cluster, ...options], {
      ...user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    });
  } finally {
    closeSync(output);
  }
}

/** True when it answers; false when it has ended, or was ended because it took too long. */
async function ready(url: string, child: ChildProcess, deadline: number): Promise<boolean> {
  let ended = false;
  const exit = exitOf(child).then(() => {
    ended = true;
  });
  try {
    while (!ended && Date.now() < deadline) {
      if (await answers(url)) return true;
      await new Promise((next) => setTimeout(next, 25));
    }
  } catch (error) {
    await stopped(child, exit);
    throw error;
  }
  await stopped(child, exit);
  return false;
}

/** Whether a PostgreSQL is there; throws `Unavailable` when it refuses the password. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (cause) {
    if ((cause as { code?: unknown }).code === INVALID_PASSWORD) throw wrongPassword(cause);
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function wrongPassword(cause: unknown): Unavailable {
  return new Unavailable(
    'postgres-failed',
    'The file postgres-password in the data folder does not hold the password of its PostgreSQL.',
    { cause },
  );
}

/** Resolves when the process has ended or could not be started. */
export function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
}

/** Fast shutdown: open transactions are rolled back, everything committed stays. */
export async function stopped(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(impatient);
}
