import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { Unavailable } from '../errors.js';

/** The lock of one process on a data folder. */
export interface FolderLock {
  release(): void;
}

/** Folders this very process holds: its number in a lock of an earlier life means nothing. */
const held = new Set<string>();

/**
 * Takes a data folder for this process. A lock whose process is gone, or whose number now belongs to
 * another process, is stale and taken over.
 * Throws `Unavailable` (`data-folder-in-use`) while another process holds it.
 */
export function lockDataFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = resolve(folder, 'tiendo.lock');
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid} ${startOf(process.pid) ?? ''}`);
      closeSync(file);
      held.add(path);
      return { release: () => (held.delete(path), rmSync(path, { force: true })) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      refuseIfHeld(path, folder);
      rmSync(path, { force: true });
    }
  }
}

function refuseIfHeld(path: string, folder: string): void {
  const [pid = '', started = ''] = readFileSync(path, 'utf8').split(' ');
  const holder = Number(pid);
  if (!isHolding(holder, started) && !held.has(path)) return;
  throw new Unavailable(
    'data-folder-in-use',
    `The data folder ${resolve(folder)} is already in use by process ${holder}; stop it, or set TIENDO_DATA_DIR to another folder.`,
  );
}

function isHolding(pid: number, started: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !isAlive(pid)) return false;
  const startedNow = startOf(pid);
  return startedNow === undefined || started === '' || startedNow === started;
}

/** Whether a process of this number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in the kernel's ticks; undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
