import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform';

/** The PostgreSQL that npm brings, for a whole cluster of applications. */
export interface LocalPostgres {
  readonly url: string;
  stop(): Promise<void>;
  /** SIGKILL of its first process, which takes the others with it, and waits until it has gone. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and port. */
  start(): Promise<void>;
}

/** Starts it on a folder. Throws what `startEmbeddedPostgres` throws. */
export async function startLocalPostgres(folder: string): Promise<LocalPostgres> {
  const settings = { max_connections: '200' };
  let running = await startEmbeddedPostgres(folder, settings);
  const { url } = running;
  return {
    url,
    stop: () => running.stop(),
    kill: async () => {
      process.kill(firstProcess(folder), 'SIGKILL');
      await running.ended;
      await running.stop();
    },
    start: async () => {
      running = await startEmbeddedPostgres(folder, { ...settings, port: new URL(url).port });
    },
  };
}

/** PostgreSQL itself writes its number there. */
function firstProcess(folder: string): number {
  const [line] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return Number(line);
}
