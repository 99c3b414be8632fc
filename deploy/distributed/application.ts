import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../local-kafka/local-kafka.js';

/** The applications of the distributed profile, in the order of a report's path. */
export const APPLICATION_NAMES = ['ingest', 'projector', 'evaluator', 'notifier', 'api'] as const;
export type ApplicationName = (typeof APPLICATION_NAMES)[number];

const READY_WITHIN_MS = 120_000;

/** One process of an application, on a port that it keeps over its restarts. */
export interface Application {
  readonly name: ApplicationName;
  readonly address: string;
  /** Whether it runs, as far as anybody knows. */
  isRunning(): boolean;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** SIGTERM, and waits until it has gone; answers its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits until it has gone. */
  kill(): Promise<void>;
  /** Stops its clockwork, as a machine that swaps does, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/** An application that does not run yet; what it says goes to `say`, line by line. */
export async function anApplication(
  name: ApplicationName,
  label: string,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Application> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return null;
    const ended = new Promise<number | null>((done) => ending.once('exit', done));
    ending.kill(signal);
    return ended;
  };
  const isRunning = () =>
    child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    name,
    address,
    isRunning,
    start: async () => {
      child = spawn(process.execPath, [`dist/apps/${name}/src/main.js`], {
        env: { ...environment, TIENDO_HTTP_PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          for (const line of text.trimEnd().split('\n')) say(`${label} | ${line}`);
        });
      }
      await ready(address, label, isRunning);
    },
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  };
}

async function ready(address: string, label: string, isRunning: () => boolean): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    if (!isRunning()) throw new Error(`${label} has ended before it was ready.`);
    await pause(50);
  }
  throw new Error(`${label} is not ready in time.`);
}
