import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { reachPostgres } from '#platform';
import { eventually } from '../support/eventually.js';
import { startReceiver } from '../support/receiver.js';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown, WARDS } from '../support/small-town.js';

jest.setTimeout(240_000);

const MAIN = resolve('dist/apps/standalone/src/rebuild.main.js');

/** On built output, beside a server that runs on the same data folder. */
describe('npm run rebuild', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-rebuild-'));
  let server: Server;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let pool: pg.Pool;
  let reported = 0;

  const rows = async (sql: string) => (await pool.query<any>(sql)).rows;
  const twins = () => rows(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'twin%'`);
  const told = () =>
    rows(`SELECT (SELECT count(*) FROM event_log WHERE topic = 'tiendo.alerts')::int AS facts,
                 (SELECT count(*) FROM alert)::int AS alerts,
                 (SELECT count(*) FROM delivery)::int AS deliveries`);
  const statuses = async () => {
    const { status, body } = await call(server, 'GET', '/v1/progress?limit=100');
    expect(status).toBe(200);
    return body.items.map(({ targetId, unit, status: now }: any) => `${targetId} ${unit} ${now}`);
  };
  const report = async (count: number) => {
    const reports = Array.from({ length: count }, () => {
      const no = (reported += 1);
      const month = String(1 + (no % 7)).padStart(2, '0');
      const [unit, period] = [WARDS[no % 3], `2024-${month}`];
      const numerator = String(80 + (no % 20));
      const which = { indicator: 'waste-collected', numerator, denominator: '100' };
      return { reportId: `e${no}`, unit, period, ...which };
    });
    const { status, body } = await call(server, 'POST', '/v1/reports/batch', { reports });
    expect(status).toBeLessThan(300);
    return body.results.at(-1).position as string;
  };

  beforeAll(async () => {
    receiver = await startReceiver();
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T08:00:00+07:00' });
    const { rules, ...town } = smallTown(receiver.url);
    const seldom = rules.map((rule) => ({ ...rule, schedule: { every: 'PT12H' } }));
    expect((await call(server, 'POST', '/v1/apply', { ...town, rules: seldom })).status).toBe(200);
    const { url } = await reachPostgres(dataDir);
    pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => undefined);
    const position = await report(400);
    await call(server, 'GET', `/v1/progress?minPosition=${position}`);
    const { body } = await call(server, 'POST', '/v1/evaluations', {});
    await eventually(
      'the evaluation is done',
      async () => (await call(server, 'GET', `/v1/evaluations/${body.id}`)).body.state === 'done',
      20_000,
    );
    await eventually('a planner is told', () => receiver.received.length > 0, 20_000);
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
    await receiver.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('makes the same anew, tells nobody, and the server goes on with it', async () => {
    const before = { statuses: await statuses(), told: await told() };
    expect(before.told[0].facts).toBeGreaterThan(0);
    const { code, said, progressed } = await run(dataDir, []);
    expect(said).toMatch(/the same as before\. The new tables have taken over\./);
    expect(progressed).toMatch(/^Replaying 100 % · 400 of 400 facts/m);
    expect(code).toBe(0);
    expect({ statuses: await statuses(), told: await told() }).toEqual(before);
    const position = await report(20);
    const answer = await call(server, 'GET', `/v1/progress?minPosition=${position}`);
    expect(answer.status).toBe(200);
    expect(await rows(`SELECT count(*)::int AS count FROM report`)).toEqual([{ count: 420 }]);
  });

  test('refuses what would change, mends it when that is allowed, and tells nobody', async () => {
    const [right, toldBefore] = [await statuses(), await told()];
    const received = receiver.received.length;
    await pool.query(`UPDATE standing SET verdict = 10 WHERE verdict / 10 = 4`);
    const wrong = await statuses();
    expect(wrong).not.toEqual(right);
    const refused = await run(dataDir, []);
    expect(refused.code).toBe(2);
    expect(refused.said).toMatch(/^waste-town-north, town-north: attained -> off-track$/m);
    const tried = await run(dataDir, ['--dry-run', '--allow-changes']);
    expect(tried.code).toBe(0);
    expect(await statuses()).toEqual(wrong);
    const allowed = await run(dataDir, ['--allow-changes']);
    expect(allowed.code).toBe(0);
    expect(await statuses()).toEqual(right);
    expect(await told()).toEqual(toldBefore);
    expect(receiver.received).toHaveLength(received);
  });

  test.each(['SIGKILL', 'SIGINT'] as const)('%s in the middle harms nothing', async (signal) => {
    const right = await statuses();
    const { code, progressed } = await run(dataDir, [], { at: 'Replaying', signal });
    expect(code).toBe(signal === 'SIGINT' ? 130 : null);
    expect(progressed).not.toMatch(/Taking over/);
    expect(await twins()).toHaveLength(signal === 'SIGINT' ? 0 : 1);
    expect(await statuses()).toEqual(right);
    const again = await run(dataDir, []);
    expect(again.said).toMatch(/the same as before/);
    expect(await twins()).toEqual([]);
  });

  test('killed at any moment of the take-over it has happened or not', async () => {
    const right = await statuses();
    for (const afterMs of [0, 30, 60, 90, 120]) {
      await run(dataDir, [], { at: 'Taking over', signal: 'SIGKILL', afterMs });
      expect(await statuses()).toEqual(right);
      await call(server, 'GET', `/v1/progress?minPosition=${await report(3)}`);
      const again = await run(dataDir, []);
      expect(again.said).toMatch(/the same as before/);
    }
    expect(await twins()).toEqual([]);
  });

  test('starts the engine itself where no server runs', async () => {
    await pool.end();
    expect(await server.stop()).toBe(0);
    const { code, said } = await run(dataDir, []);
    expect(said).toMatch(/The new tables have taken over/);
    expect(code).toBe(0);
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T09:00:00+07:00' });
    pool = new pg.Pool({ connectionString: (await reachPostgres(dataDir)).url });
    expect(await statuses()).not.toHaveLength(0);
  });
});

/** Runs the command; where asked, signals it as soon as it has said something. */
async function run(
  dataDir: string,
  args: readonly string[],
  interruption?: { at: string; signal: NodeJS.Signals; afterMs?: number },
) {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(process.execPath, [MAIN, '--projection', 'progress', ...args], {
    env: { ...environment, TIENDO_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let progressed = '';
  let isSignalled = false;
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => {
    progressed += String(chunk);
    if (!interruption || isSignalled || !progressed.includes(interruption.at)) return;
    isSignalled = true;
    setTimeout(() => child.kill(interruption.signal), interruption.afterMs ?? 0);
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, said, progressed };
}
