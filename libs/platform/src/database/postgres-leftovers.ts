import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { isRunning, signal } from './running-process.js';

const END_WITHIN_MS = 10_000;

/**
 * Ends what still runs on the cluster though its parent is gone: a whole PostgreSQL, or statements that
 * outlived theirs. `postmaster.pid` stays, made harmless: by it PostgreSQL itself refuses to start while
 * others touch the data. Only who holds the data folder's lock may call this.
 */
export async function clearLeftovers(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return;
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  const postmaster = Number(first);
  if (isRunning(postmaster) && runsOn(postmaster, cluster)) await ended(postmaster);
  await killAll(cluster);
  if (!existsSync(path)) return;
  // The number may be another process by now; that of PostgreSQL's own parent it takes for stale.
  writeFileSync(path, [String(process.pid), ...rest].join('\n'));
}

async function ended(postmaster: number): Promise<void> {
  signal(postmaster, 'SIGINT');
  const deadline = Date.now() + END_WITHIN_MS;
  while (isRunning(postmaster)) {
    if (Date.now() > deadline) signal(postmaster, 'SIGKILL');
    await pause();
  }
}

/** A busy process of PostgreSQL notices only at its next wait that the others are gone. */
async function killAll(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (;;) {
    const left = readdirSync('/proc')
      .map(Number)
      .filter((pid) => isRunning(pid) && runsOn(pid, cluster));
    if (left.length === 0) return;
    for (const pid of left) signal(pid, 'SIGKILL');
    await pause();
  }
}

/** PostgreSQL works in its data folder; where the system does not tell, its command line names it. */
function runsOn(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') return commandOf(pid).includes(cluster);
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).split(' ')[0];
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

function pause(): Promise<void> {
  return new Promise((next) => setTimeout(next, 20));
}
