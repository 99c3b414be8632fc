import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Unavailable } from '../errors.js';
import { isAlive, lockDataFolder } from './data-folder.js';
import { initialise, postgresBinary, postgresUser } from './postgres-binaries.js';

export interface EmbeddedPostgres {
  /** Connects as the owner; the password is in it. */
  readonly url: string;
  /** Ends PostgreSQL in order and gives the data folder back. */
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '160MB',
  max_connections: '80',
  synchronous_commit: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that npm brings on `<dataDir>/postgres`, creating it the first time.
 * Only one process at a time has a data folder. What a kill left behind, a lock, a `postmaster.pid`,
 * or a PostgreSQL that outlived its parent, is cleared first.
 * Throws `Unavailable`: `data-folder-in-use`, `postgres-failed` with the last lines of its log.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const lock = lockDataFolder(dataDir);
  try {
    const cluster = join(resolve(dataDir), 'postgres');
    const password = passwordIn(dataDir);
    if (process.getuid?.() === 0) chmodSync(dataDir, 0o711);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, password);
    await clearLeftovers(cluster);
    const port = await freePort();
    const url = `postgres://tiendo:${password}@127.0.0.1:${port}/postgres`;
    const log = join(resolve(dataDir), 'postgres.log');
    const child = await launch(cluster, log, { ...SETTINGS, ...settings, port: String(port) });
    await ready(url, child, log);
    return { url, stop: () => stopped(child).finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function passwordIn(dataDir: string): string {
  const path = join(dataDir, 'postgres-password');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const made = randomBytes(24).toString('base64url');
  writeFileSync(path, made, { mode: 0o600 });
  return made;
}

/** In a session of its own, so that Ctrl-C reaches Tiendo alone, which then ends PostgreSQL last. */
async function launch(
  cluster: string,
  log: string,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(log, 'a', 0o600);
  const user = await postgresUser();
  return spawn(await postgresBinary(), ['-D', cluster, ...options], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  });
}

async function ready(url: string, child: ChildProcess, log: string): Promise<void> {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await answers(url))) {
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Unavailable('postgres-failed', `PostgreSQL did not start: ${lastLines(log)}`);
    }
    await new Promise((next) => setTimeout(next, 25));
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' | ');
}

/** Fast shutdown: open transactions are rolled back, everything committed stays. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGINT');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(impatient);
}

/** We hold the folder's lock, so whatever still runs on the cluster has lost its parent. */
async function clearLeftovers(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  if (isPostgres(pid)) await endOrphan(pid);
  rmSync(path, { force: true });
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}

async function endOrphan(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await new Promise((next) => setTimeout(next, 20));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
