import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MachineError, Unavailable } from '../errors.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { answers } from './postgres-process.js';

const REACH_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** In `postmaster.pid`: number, folder, start, port. */
const PORT_LINE = 3;

/** A PostgreSQL that answers, and how to leave it. */
export interface ReachedPostgres {
  readonly url: string;
  /** Whether another process runs it, and goes on doing so. */
  readonly isShared: boolean;
  leave(): Promise<void>;
}

/**
 * The PostgreSQL of a data folder: the one that another process runs on it, else one started here.
 * Throws `Unavailable` (`no-data`) for a folder that Tiendo never ran on, and what starting throws.
 */
export async function reachPostgres(dataDir: string): Promise<ReachedPostgres> {
  const folder = resolve(dataDir);
  if (!existsSync(join(folder, 'postgres'))) {
    throw new Unavailable('no-data', `There is no data of Tiendo in ${folder}.`);
  }
  const deadline = Date.now() + REACH_WITHIN_MS;
  for (;;) {
    try {
      const { url, stop } = await startEmbeddedPostgres(folder);
      return { url, isShared: false, leave: stop };
    } catch (error) {
      if (!isInUse(error)) throw error;
      const url = urlOf(folder);
      if (url && (await answers(url))) {
        return { url, isShared: true, leave: () => Promise.resolve() };
      }
      if (Date.now() > deadline) throw error;
    }
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof MachineError && error.code === 'data-folder-in-use';
}

/** PostgreSQL itself writes where it listens; undefined while it does not. */
function urlOf(folder: string): string | undefined {
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const port = readFileSync(pidFile, 'utf8').split('\n')[PORT_LINE]?.trim();
  const password = readFileSync(join(folder, 'postgres-password'), 'utf8').trim();
  return port ? `postgres://tiendo:${password}@127.0.0.1:${port}/postgres` : undefined;
}
