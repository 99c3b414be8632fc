import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../support/server.js';
import { median, type Row } from './table.js';

const STARTS = 5;
const IDLE_MS = 5000;

/** From the command to `/health/ready` on a folder that holds District 1, and the memory it then rests with. */
export async function startAgain(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const environment = { TIENDO_EXAMPLE: 'district-1' };
  try {
    const first = await startServer(dataDir, environment);
    while (!first.output().includes('/docs')) await pause(100);
    await first.stop();
    const seconds: number[] = [];
    let megabytes = 0;
    for (let start = 0; start < STARTS; start += 1) {
      const began = performance.now();
      const server = await startServer(dataDir, environment);
      seconds.push((performance.now() - began) / 1000);
      await pause(IDLE_MS);
      megabytes = ownMemory(server.process.pid as number) / 1024;
      await server.stop();
    }
    return [
      {
        what: 'start to ready, with District 1 in the folder',
        figure: `slowest of ${STARTS}: ${Math.max(...seconds).toFixed(1)} s`,
        baseline: 'none',
        measured: median(seconds),
        target: { atMost: 5 },
        unit: 's',
      },
      {
        what: 'memory at rest, PostgreSQL with it, without what its processes share',
        figure: `${megabytes.toFixed(0)} MB`,
        baseline: 'none',
        measured: megabytes,
        target: { atMost: 400 },
        unit: 'MB',
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Kilobytes that a process and everything below it have for themselves. */
function ownMemory(root: number): number {
  const status = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (pid: number, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status(pid))?.[1] ?? 0);
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.get(pid) ? isBelow(parents.get(pid) as number) : false);
  return all.filter(isBelow).reduce((sum, pid) => sum + field(pid, 'RssAnon'), 0);
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}
