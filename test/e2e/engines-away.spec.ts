import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform';
import { type Cluster, startCluster } from '../../deploy/distributed/cluster.js';
import { redisIsMissing } from '../../deploy/distributed/redis.js';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, call, withoutJestOptions } from '../support/server.js';
import { smallTown } from '../support/small-town.js';

jest.setTimeout(500_000);

const missing = kafkaIsMissing() ?? redisIsMissing();
if (missing) console.warn(`Engines that are away are not tested: ${missing}`);

/** Longer than the group waits for a member that has gone without a word: who is begun anew is not stuck. */
const STUCK_AFTER_S = 20;
const STUCK =
  /^reports\.refusals, partition \d, is behind and has not moved for 20 s; so ingest ends\.$/;

/** In this order: an engine that a later test needs is back by then, but PostgreSQL. */
(missing ? describe.skip : describe)('when an engine is away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-away-'));
  let postgres: EmbeddedPostgres;
  let cluster: Cluster;
  let monitor: string;
  beforeAll(async () => {
    chmodSync(folder, 0o711);
    postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
    cluster = await startCluster({
      ...{ folder, adminKey: ADMIN_KEY, replicas: 1, port: 0 },
      say: () => undefined,
      environment: {
        ...withoutJestOptions(),
        ...{ DATABASE_URL: postgres.url, REDIS_URL: '', KAFKA_BROKERS: '' },
        TIENDO_LOG_LEVEL: 'error',
        TIENDO_STUCK_AFTER: String(STUCK_AFTER_S),
      },
    });
    expect((await call(door(), 'POST', '/v1/apply', smallTown())).status).toBe(200);
    const wanted = { name: 'prometheus', roles: ['monitor'], units: [] };
    monitor = (await call(door(), 'POST', '/v1/api-keys', wanted)).body.key;
  });
  afterAll(async () => {
    await cluster.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const door = () => ({ baseUrl: cluster.address });
  const ingest = () => cluster.of('ingest')[0]!;
  const metrics = async () => {
    const headers = { authorization: `Bearer ${monitor}` };
    const answer = await fetch(`${ingest().address}/metrics`, { headers });
    return { status: answer.status, body: await answer.text() };
  };
  const unread = (told: string, gauge: string) =>
    Number(new RegExp(`gauges_unread_total\\{gauge="tiendo_${gauge}"\\} (\\d+)`).exec(told)?.[1]);
  const LAG = /^tiendo_projection_lag_events\{/m;
  const INBOUND = /^tiendo_inbound_lag_messages\{/m;
  const complete = () =>
    eventually('metrics are complete', async () => {
      const { body } = await metrics();
      return LAG.test(body) && INBOUND.test(body);
    });

  /** What it says until it ends by itself, and with which code. */
  const endOfAnotherIngest = async () => {
    const child = spawn(process.execPath, ['dist/apps/ingest/src/main.js'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...withoutJestOptions(),
        ...{ TIENDO_PROFILE: 'distributed', TIENDO_ADMIN_KEY: ADMIN_KEY, TIENDO_HTTP_PORT: '0' },
        ...{ DATABASE_URL: postgres.url, KAFKA_BROKERS: cluster.brokers },
        REDIS_URL: cluster.redis?.url,
        TIENDO_LOG_LEVEL: 'error',
        TIENDO_STUCK_AFTER: String(STUCK_AFTER_S),
      },
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const lines = (await text(child.stderr)).trim().split('\n');
    return { code: await ended, lines };
  };

  test('metrics are for monitors, who may do nothing else', async () => {
    await complete();
    expect((await metrics()).status).toBe(200);
    const other = await call(door(), 'GET', '/v1/schedules', undefined, monitor);
    expect([other.status, other.body.code]).toEqual([403, 'not-permitted']);
  });

  test('without Redis an evaluation is taken, metrics are complete, and it runs afterwards', async () => {
    await cluster.redis?.stop();
    const since = performance.now();
    const { status, body } = await call(door(), 'POST', '/v1/evaluations', {});
    expect(status).toBe(202);
    expect(performance.now() - since).toBeLessThan(15_000);
    const waiting = await call(door(), 'GET', `/v1/evaluations/${body.id}`);
    expect(waiting.body.state).toBe('queued');
    await complete();
    await cluster.redis?.start();
    await eventually(
      'it has run',
      async () => (await call(door(), 'GET', `/v1/evaluations/${body.id}`)).body.state === 'done',
      60_000,
    );
  });

  test('without Kafka metrics leave out how far readers are, and say so', async () => {
    const before = unread((await metrics()).body, 'projection_lag_events');
    await cluster.kafka?.kill();
    await eventually('lags are left out', async () => !LAG.test((await metrics()).body));
    const { status, body } = await metrics();
    expect(status).toBe(200);
    expect(body).toMatch(/^tiendo_reports_accepted_total 0/m);
    expect(unread(body, 'projection_lag_events')).toBeGreaterThan(before);
    expect(unread(body, 'inbound_lag_messages')).toBeGreaterThan(0);
    expect(unread(body, 'parked_facts')).toBe(0);
    await cluster.kafka?.start();
    await complete();
  });

  test('a process whose reader stands still says which, and ends', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE refusal IN ACCESS EXCLUSIVE MODE');
    const refused = await call(door(), 'POST', '/v1/reports', { reportId: 'x', indicator: 'none' });
    expect(refused.status).toBe(422);
    const { code, lines } = await endOfAnotherIngest();
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(STUCK);
    await eventually('the one of the cluster has ended too', () => !ingest().isRunning(), 60_000);
    await client.query('ROLLBACK');
    await client.end();
    await ingest().start();
    await eventually('what waited is applied', async () =>
      /lag_events\{projection="reports.refusals".* 0$/m.test((await metrics()).body),
    );
  });

  test('without PostgreSQL metrics tell what the process knows, and everything else comes again', async () => {
    await complete();
    await postgres.stop();
    await eventually('lags are left out', async () => !LAG.test((await metrics()).body));
    await eventually('the key is remembered for nothing else', async () => {
      const there = { baseUrl: ingest().address };
      const answer = await call(there, 'GET', '/v1/receipts/x', undefined, monitor);
      return answer.status === 503;
    });
    const { status, body } = await metrics();
    expect(status).toBe(200);
    expect(body).toMatch(/^process_resident_memory_bytes \d/m);
    expect(unread(body, 'parked_facts')).toBeGreaterThan(0);
    const stranger = await fetch(`${ingest().address}/metrics`, {
      headers: { authorization: 'Bearer nobody-has-this-key' },
    });
    expect(stranger.status).toBe(503);
    const asked = await call(door(), 'GET', '/v1/progress');
    expect([asked.status, asked.body.code]).toEqual([503, 'unavailable']);
    expect(asked.headers.get('retry-after')).toBe('1');
    const ended = cluster.applications.filter((one) => !one.isRunning());
    expect(ended.map(({ name }) => name)).toEqual([]);
  });
});
