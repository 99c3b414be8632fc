import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Alert, ProgressItem } from '#contracts';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';

jest.setTimeout(180_000);

/** What `npm start` shows on an empty data folder, on built output. */
describe('the example of District 1', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-example-'));
  let server: Server;
  let items: ProgressItem[];
  let board: string;

  async function start(): Promise<void> {
    server = await startServer(dataDir, { TIENDO_EXAMPLE: 'district-1' });
    await eventually('the welcome is shown', () => server.output().includes('Serving.'), 90_000);
    board = server.output();
  }

  const get = async (path: string) => (await call(server, 'GET', path)).body;
  const progressOf = (targetId: string) => items.find((item) => item.targetId === targetId);
  const valueIn = async (indicator: string, period: string) => {
    const { items: points } = await get(`/v1/progress/${indicator}/d1/series`);
    return points.find((point: { period: string }) => point.period === period);
  };

  beforeAll(async () => {
    await start();
    items = (await get('/v1/progress?limit=1000')).items;
  });

  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('budget revenue 2016-2020 comes out as published: 76,754.67 of 74,610 is 102.87 %', () => {
    expect(progressOf('d1-xi-budget-revenue')).toMatchObject({
      period: '2020-Q4',
      actual: '76754.67',
      expected: '74610',
      target: { min: '74610' },
      pace: '1.0287',
      status: 'attained',
      standing: 'estimate',
    });
    expect(board).toContain('76,754.67 / 74,610 = 102.87 % (published)');
  });

  test('budget revenue to June 2020 comes out as published: 68,818', async () => {
    const answer = await get('/v1/progress?indicator=budget-revenue&unit=d1&asOf=2020-06-30');
    const before = answer.items.find((i: ProgressItem) => i.targetId === 'd1-xi-budget-revenue');
    expect(before).toMatchObject({ period: '2020-Q2', actual: '68818', standing: 'official' });
  });

  test('growth and the share of trade and services come out of their series as published', async () => {
    expect(await valueIn('production-value-growth', '2019')).toMatchObject({ value: '15.98' });
    expect(await valueIn('trade-services-share', '2019')).toMatchObject({ value: '78.17' });
  });

  test('the district has 41 targets of one term and 22 of the other, and every status', () => {
    const own = items.filter((item) => item.unit === 'd1' && item.resolution === 'd1-xii');
    const before = items.filter((item) => item.resolution === 'd1-xi');
    expect(own).toHaveLength(41);
    expect(before).toHaveLength(22);
    const statuses = new Set(own.map((item) => item.status));
    for (const status of ['attained', 'on-track', 'at-risk', 'off-track', 'missed'] as const) {
      expect(statuses).toContain(status);
    }
    expect(own.filter((item) => item.status === 'not-assessed')).toEqual([]);
  });

  test('a handful of alerts is open, and the board lists them', async () => {
    const alerts: Alert[] = (await get('/v1/alerts?state=open')).items;
    expect(alerts.length).toBeGreaterThanOrEqual(5);
    expect(alerts.length).toBeLessThanOrEqual(15);
    expect(new Set(alerts.map((alert) => alert.rule)).size).toBe(5);
    expect(board).toContain(`Open alerts (${alerts.length})`);
  });

  test('no key of the loading is left', async () => {
    const { items: keys } = await get('/v1/api-keys');
    const open = keys.filter((key: { revokedAt?: string | null }) => !key.revokedAt);
    expect(open.filter((key: { name: string }) => key.name.startsWith('example'))).toEqual([]);
  });

  test('a second start is quick, loads nothing and shows the same board', async () => {
    const { items: statements } = await get(
      '/v1/reports?indicator=party-admissions&unit=d1-da-kao&period=2024-Q4',
    );
    const first = boardIn(board);
    expect(await server.stop()).toBe(0);
    await start();
    const again = await get('/v1/reports?indicator=party-admissions&unit=d1-da-kao&period=2024-Q4');
    expect(again.items).toEqual(statements);
    expect(boardIn(board)).toBe(first);
  });

  test('the commands shown work when pasted: the ward turns red and an alert is raised', async () => {
    const commands = board.split('\n').filter((line) => line.startsWith('  '));
    const shell = commands
      .slice(commands.findIndex((line) => line.startsWith('  KEY=')))
      .join('\n');
    const said = execFileSync('bash', ['-ec', shell], {
      env: { ...process.env, TIENDO_ADMIN_KEY: ADMIN_KEY },
      encoding: 'utf8',
    });
    expect(said).toContain('"state":"accepted"');
    expect(said).toMatch(/"period":"2025-Q2"[^}]*}[^}]*"status":"off-track"/);
    expect(said).toMatch(/"rule":"off-track","targetId":"d1-xii-on-time-files-ben-nghe"/);
  });
});

/** From the title to the welcome; what follows carries the address. */
function boardIn(output: string): string {
  const end = output.indexOf('\naddress');
  return output.slice(output.indexOf('Resolution of the 12th'), end);
}
