import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type FolderLock, lockDataFolder } from './data-folder.js';
import { giveToPostgres, initialise } from './postgres-binaries.js';
import { clearLeftovers } from './postgres-leftovers.js';
import { exitOf, launched, PostgresLog, stopped } from './postgres-process.js';

export interface EmbeddedPostgres {
  /** Connects as the owner; the password is in it. */
  readonly url: string;
  /** Resolves when PostgreSQL has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends PostgreSQL in order and gives the data folder back. */
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '160MB',
  max_connections: '80',
  synchronous_commit: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  log_checkpoints: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that npm brings on `<dataDir>/postgres`, creating it the first time.
 * It listens on a free port, unless `settings` name one. Only one process at a time has a data folder. What a kill left behind, a lock, a `postmaster.pid`, a
 * cluster half created, or a PostgreSQL that outlived its parent, is cleared first.
 * Throws `Unavailable`: `data-folder-in-use`, `postgres-failed` with the last lines of its log.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const lock = lockDataFolder(dataDir);
  try {
    const folder = resolve(dataDir);
    const cluster = join(folder, 'postgres');
    const password = passwordIn(folder);
    if (!existsSync(cluster)) await initialise(cluster, password);
    await giveToPostgres(cluster);
    await clearLeftovers(cluster);
    const port = settings['port'] ?? String(await freePort());
    const url = `postgres://tiendo:${password}@127.0.0.1:${port}/postgres`;
    const options = { ...SETTINGS, ...settings, port };
    const child = await launched(cluster, options, url, new PostgresLog(folder));
    return running(child, url, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function running(child: ChildProcess, url: string, lock: FolderLock): EmbeddedPostgres {
  const leave = () => child.kill('SIGINT');
  process.once('exit', leave);
  const ended = exitOf(child).then(() => {
    process.off('exit', leave);
  });
  return { url, ended, stop: () => stopped(child, ended).finally(() => lock.release()) };
}

function passwordIn(folder: string): string {
  const path = join(folder, 'postgres-password');
  const known = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (known !== '') return known;
  const made = randomBytes(24).toString('base64url');
  writeFileSync(path, made, { mode: 0o600 });
  return made;
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
