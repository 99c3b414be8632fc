import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const MAIN = resolve('dist/apps/standalone/src/main.js');

/** The administrator's key of servers started by tests. */
export const ADMIN_KEY = 'tiendo-test-administrator-key-0123456789';

export interface Server {
  readonly baseUrl: string;
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Ends it as a person would; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL for the process and everything below it, PostgreSQL included. */
  kill(): Promise<void>;
}

/**
 * Starts the built standalone application on a data folder and resolves when it is ready.
 * Rejects with what it printed when it ends or is not ready within a minute.
 */
export async function startServer(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<Server> {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: run `npm run build` first');
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...withoutJestOptions(),
      TIENDO_DATA_DIR: dataDir,
      TIENDO_HTTP_PORT: '0',
      TIENDO_EXAMPLE: 'none',
      TIENDO_ADMIN_KEY: ADMIN_KEY,
      TIENDO_LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const output = () => printed.join('');
  const baseUrl = await addressOf(output, ended);
  await ready(baseUrl, output, ended);
  return {
    baseUrl,
    process: child,
    output,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      killTree(child.pid);
      await ended;
    },
  };
}

/** The environment for a process of ours: without the runner's options, and none of Tiendo's. */
export function withoutJestOptions(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('TIENDO_')));
}

async function addressOf(output: () => string, ended: Promise<unknown>): Promise<string> {
  return until(
    () => /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0],
    output,
    ended,
    'print its address',
  );
}

async function ready(baseUrl: string, output: () => string, ended: Promise<unknown>) {
  await until(
    async () => {
      const answer = await fetch(`${baseUrl}/health/ready`).catch(() => undefined);
      return answer?.ok;
    },
    output,
    ended,
    'become ready',
  );
}

async function until<Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  output: () => string,
  ended: Promise<unknown>,
  what: string,
): Promise<Value> {
  let gone = false;
  void ended.then(() => (gone = true));
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (gone) throw new Error(`The server ended before it could ${what}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`The server did not ${what} in time:\n${output()}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Every process below `root`, and `root`, ended at once: first frozen, so that none reacts to another's end. */
function killTree(root: number | undefined): void {
  if (root === undefined) return;
  const tree = [root, ...descendants(root)];
  for (const pid of tree) signal(pid, 'SIGSTOP');
  for (const pid of [...tree, ...descendants(root)]) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry));
    if (parent !== undefined)
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** A JSON request with a key; answers the status, the body and the headers. */
export async function call(
  server: { baseUrl: string },
  method: string,
  path: string,
  body?: unknown,
  key: string = ADMIN_KEY,
): Promise<{ status: number; body: any; headers: Headers }> {
  const answer = await fetch(server.baseUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, body: parsed, headers: answer.headers };
}
