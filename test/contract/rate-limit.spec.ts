import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpApp, JsonLogger, rateCounter } from '#platform';
import {
  type LocalRedis,
  redisIsMissing,
  startLocalRedis,
} from '../../deploy/distributed/redis.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(120_000);

const missing = redisIsMissing();
if (missing) console.warn(`Rates over all replicas are not tested: ${missing}`);

const PER_SECOND = 60;

@Controller()
class ThingsController {
  @Get('things')
  things() {
    return [];
  }
}
@Module({ controllers: [ThingsController] })
class ThingsModule {}

(missing ? describe.skip : describe)('rates, counted in Redis by two replicas', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-rates-'));
  let server: LocalRedis;
  let counters: Redis[];
  let replicas: NestFastifyApplication[];
  let urls: string[];
  let keys = 0;
  beforeAll(async () => {
    server = await startLocalRedis(folder);
    counters = [rateCounter(server.url), rateCounter(server.url)];
    replicas = await Promise.all(
      counters.map((redis) => {
        const logger = new JsonLogger('silent');
        return createHttpApp(ThingsModule, { logger, rateLimit: PER_SECOND, redis });
      }),
    );
    await Promise.all(replicas.map((app) => app.listen(0, '127.0.0.1')));
    urls = await Promise.all(replicas.map((app) => app.getUrl()));
    await eventually('both are connected', () => counters.every((one) => one.status === 'ready'));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((app) => app.close()));
    for (const one of counters) one.disconnect();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** At each replica so many requests of one new key, at once; the statuses. */
  async function burst(each: number): Promise<number[]> {
    const headers = { authorization: `Bearer key-${(keys += 1)}` };
    const asked = urls.flatMap((url) =>
      Array.from({ length: each }, async () => (await fetch(`${url}/things`, { headers })).status),
    );
    return Promise.all(asked);
  }

  test('hold for both together: neither has seen more than it may by itself', async () => {
    await eventually(
      'somebody is sent away',
      async () => (await burst(PER_SECOND - 10)).includes(429),
      60_000,
    );
  });

  test('let everybody in who asks for less', async () => {
    expect(new Set(await burst(PER_SECOND / 2 - 1))).toEqual(new Set([200]));
  });

  test('let everybody in, soon, while Redis hangs or is away', async () => {
    const other = new Redis(server.url);
    await other.client('PAUSE', 60_000, 'ALL');
    const since = performance.now();
    expect(new Set(await burst(5))).toEqual(new Set([200]));
    expect(performance.now() - since).toBeLessThan(10_000);
    other.disconnect();
    await server.stop();
    expect(new Set(await burst(PER_SECOND))).toEqual(new Set([200]));
    await server.start();
    await eventually(
      'rates hold again',
      async () => (await burst(PER_SECOND - 10)).includes(429),
      60_000,
    );
  });
});
