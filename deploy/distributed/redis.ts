import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../local-kafka/local-kafka.js';

/** A Redis on this machine that keeps nothing beyond its end. */
export interface LocalRedis {
  readonly url: string;
  stop(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
}

/** Why there can be no Redis here, with what to install; undefined when there can. */
export function redisIsMissing(): string | undefined {
  if (spawnSync('redis-server', ['--version']).status === 0) return undefined;
  return 'Redis is not there: apt-get install redis-server, or set REDIS_URL';
}

/** Starts a Redis of its own. Throws what `redisIsMissing` says. */
export async function startLocalRedis(folder: string): Promise<LocalRedis> {
  const missing = redisIsMissing();
  if (missing) throw new Error(missing);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await run(port, url, folder);
  return {
    url,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
    start: async () => {
      child = await run(port, url, folder);
    },
  };
}

async function run(port: number, url: string, folder: string) {
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', ''];
  const child = spawn('redis-server', [...settings, '--appendonly', 'no', '--dir', folder], {
    stdio: 'ignore',
  });
  const redis = new Redis(url, { retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  while ((await redis.ping().catch(() => undefined)) !== 'PONG') await pause(50);
  redis.disconnect();
  return child;
}
