import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Unavailable } from '../errors.js';
import { isRunning, startOf } from './running-process.js';

/** The lock of one process on a data folder. */
export interface FolderLock {
  release(): void;
}

/** Folders this very process holds: its number in a lock of an earlier life means nothing. */
const held = new Set<string>();

/**
 * Takes a data folder for this process, creating it for its owner alone. A lock whose process is gone,
 * or whose number now belongs to another process, is stale and taken over.
 * Throws `Unavailable` (`data-folder-in-use`) while another process holds it.
 */
export function lockDataFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = resolve(folder, 'tiendo.lock');
  const ours = `${path}.${process.pid}`;
  writeFileSync(ours, `${process.pid} ${startOf(process.pid) ?? ''}`, { mode: 0o600 });
  try {
    while (!linked(ours, path)) removeStale(path, folder);
  } finally {
    rmSync(ours, { force: true });
  }
  held.add(path);
  return {
    release: () => {
      if (held.delete(path)) rmSync(path, { force: true });
    },
  };
}

/** A link appears with its content at once: nobody can read a lock half written. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who else found the same stale lock may have replaced it meanwhile: what we moved away, we look at. */
function removeStale(path: string, folder: string): void {
  const stale = contentOf(path);
  if (stale === undefined) return;
  refuseIfHeld(stale, path, folder);
  const away = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (contentOf(away) !== stale) linked(away, path);
  rmSync(away, { force: true });
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function refuseIfHeld(content: string, path: string, folder: string): void {
  const [pid = '', started = ''] = content.split(' ');
  const holder = Number(pid);
  if (!isHolding(holder, started) && !held.has(path)) return;
  throw new Unavailable(
    'data-folder-in-use',
    `The data folder ${resolve(folder)} is already in use by process ${holder}; stop it, or set TIENDO_DATA_DIR to another folder.`,
  );
}

function isHolding(pid: number, started: string): boolean {
  if (pid === process.pid || !isRunning(pid)) return false;
  const startedNow = startOf(pid);
  return startedNow === undefined || started === '' || startedNow === started;
}
