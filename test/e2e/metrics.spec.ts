import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';

jest.setTimeout(120_000);

describe('the metrics of a running process', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-metrics-'));
  let server: Server;
  beforeAll(async () => {
    server = await startServer(dataDir);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const metrics = async () => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    return (await fetch(`${server.baseUrl}/metrics`, { headers })).text();
  };

  test('tell how long requests took, by route and status', async () => {
    await call(server, 'GET', '/v1/schedules');
    await call(server, 'GET', '/v1/receipts/none');
    await call(server, 'GET', '/nowhere');
    const told = await metrics();
    const count = (route: string, status: number) =>
      `tiendo_http_request_seconds_count{route="${route}",status="${status}"} 1`;
    expect(told).toContain(count('GET /v1/schedules', 200));
    expect(told).toContain(count('GET /v1/receipts/:reportId', 404));
    expect(told).toContain(count('GET elsewhere', 404));
  });

  test('tell how far every projection is behind', async () => {
    const told = await metrics();
    for (const projection of ['report-progress', 'catalogue-progress', 'alerts', 'deliveries']) {
      expect(told).toContain(
        `tiendo_projection_lag_seconds{projection="${projection}",partition="0"} 0`,
      );
    }
  });
});
