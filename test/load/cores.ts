import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Ticks of a second in /proc. */
const TICKS = 100;

/** Seconds of processor time, by who used them. */
export interface Used {
  readonly postgres: number;
  readonly broker: number;
  readonly others: number;
}

/** How much processor time everything below this process has used so far. */
export function usedSoFar(): Used {
  const used = { postgres: 0, broker: 0, others: 0 };
  for (const { command, seconds } of below(process.pid)) used[kindOf(command)] += seconds;
  return used;
}

/** What was used between two times. */
export function usedBetween(before: Used, after: Used): Used {
  const between = (kind: keyof Used) => after[kind] - before[kind];
  return { postgres: between('postgres'), broker: between('broker'), others: between('others') };
}

export const secondsUsed = ({ postgres, broker, others }: Used): number =>
  postgres + broker + others;

/** How many cores that was, in words. */
export function coresOf({ postgres, broker, others }: Used, seconds: number): string {
  const cores = (used: number) => (used / seconds).toFixed(1);
  return `of ${cpus().length} cores PostgreSQL used ${cores(postgres)}, the broker ${cores(broker)}, the rest ${cores(others)}`;
}

function kindOf(command: string): keyof Used {
  if (command === 'postgres') return 'postgres';
  return command.includes('kafka.Kafka') ? 'broker' : 'others';
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

function below(root: number): Running[] {
  const all = readdirSync('/proc').flatMap((name) => runningOf(Number(name)) ?? []);
  const children = (pid: number): Running[] =>
    all.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...children(one.pid)]);
  return children(root);
}

/** With the time of children that have ended. */
function runningOf(pid: number): Running | undefined {
  if (!Number.isInteger(pid)) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const command = name === 'java' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : name;
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return { pid, parent: fields[1] as number, command, seconds: ticks / TICKS };
  } catch {
    return undefined;
  }
}
