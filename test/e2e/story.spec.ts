import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startReceiver } from '../support/receiver.js';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown, WEBHOOK_SECRET } from '../support/small-town.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(120_000);

/** On built output: it finds import cycles and missing files that a test runner hides. */
describe('the story of one report, from POST to webhook', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-story-'));
  let server: Server;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let wardKey: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T08:00:00+07:00' });
    const applied = await call(server, 'POST', '/v1/apply', smallTown(receiver.url));
    expect(applied.body).toMatchObject({ created: 10, changed: 0, unchanged: 0 });
    const made = await call(server, 'POST', '/v1/api-keys', {
      name: 'north ward',
      roles: ['ward-reporter'],
      units: ['town-north'],
    });
    expect(made.status).toBe(201);
    wardKey = made.body.key;
  });

  afterAll(async () => {
    await receiver.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const report = {
    reportId: 'north-2024-07-waste',
    indicator: 'waste-collected',
    unit: 'town-north',
    period: '2024-07',
    numerator: '94.5',
    denominator: '100',
  };
  let position: string;

  test('a ward reports and has a receipt', async () => {
    const answer = await call(server, 'POST', '/v1/reports', report, wardKey);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ reportId: report.reportId, state: 'accepted' });
    expect(answer.headers.get('location')).toBe(`/v1/receipts/${report.reportId}`);
    position = answer.body.position;
    const again = await call(server, 'POST', '/v1/reports', report, wardKey);
    expect(again.status).toBe(202);
    expect(again.body).toEqual(answer.body);
  });

  test('other content under the same id is a conflict', async () => {
    const other = { ...report, numerator: '96' };
    const answer = await call(server, 'POST', '/v1/reports', other, wardKey);
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('duplicate-conflict');
  });

  test('the progress shows the breached floor at once, to those who wait for the position', async () => {
    const query = `/v1/progress?indicator=waste-collected&unit=town-north&minPosition=${position}`;
    const answer = await call(server, 'GET', query, undefined, wardKey);
    expect(answer.status).toBe(200);
    expect(answer.body.items).toHaveLength(1);
    expect(answer.body.items[0]).toMatchObject({
      targetId: 'waste-town-north',
      period: '2024-07',
      actual: '94.5',
      status: 'off-track',
      completeness: { due: 1, reported: 1 },
    });
    const receipt = await call(
      server,
      'GET',
      `/v1/receipts/${report.reportId}`,
      undefined,
      wardKey,
    );
    expect(receipt.body.state).toBe('projected');
  });

  test('the explanation names the flip that would mend it', async () => {
    const answer = await call(server, 'GET', '/v1/targets/waste-town-north/explanation');
    expect(answer.status).toBe(200);
    expect(answer.body.nearestFlip).toMatchObject({ actual: '95', change: '0.5' });
  });

  test('a planner is told, once, with a signature that verifies', async () => {
    const asked = await call(server, 'POST', '/v1/evaluations', {});
    expect(asked.status).toBe(202);
    await eventually(
      'the evaluation is done',
      async () =>
        (await call(server, 'GET', `/v1/evaluations/${asked.body.id}`)).body.state === 'done',
      20_000,
    );
    await eventually('a webhook arrives', () => receiver.received.length > 0, 20_000);
    const [first] = receiver.received;
    const verified = new Webhook(WEBHOOK_SECRET).verify(first!.body, first!.headers) as any;
    expect(verified.type).toBe('vn.tiendo.alert-raised.v1');
    expect(verified.data).toMatchObject({
      rule: 'off-track',
      targetId: 'waste-town-north',
      state: 'open',
      episode: 1,
    });
    const alerts = await call(server, 'GET', '/v1/alerts?state=open');
    expect(alerts.body.items.map((alert: any) => alert.targetId)).toEqual(['waste-town-north']);
  });

  test('a correction mends it, and the alert resolves', async () => {
    const corrected = { ...report, reportId: 'north-2024-07-waste-b', numerator: '97' };
    const answer = await call(server, 'POST', '/v1/reports', corrected, wardKey);
    expect(answer.status).toBe(202);
    await eventually(
      'the alert resolves on the schedule alone',
      async () => {
        const alerts = await call(server, 'GET', '/v1/alerts?state=resolved');
        return alerts.body.items.length === 1;
      },
      30_000,
    );
    await eventually('the planner is told', () => receiver.received.length === 2, 20_000);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(2);
  });

  test('a ward neither sees nor reports for its neighbour', async () => {
    const foreign = { ...report, reportId: 'foreign', unit: 'town-south' };
    const refused = await call(server, 'POST', '/v1/reports', foreign, wardKey);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('not-permitted');
    const seen = await call(server, 'GET', '/v1/progress', undefined, wardKey);
    expect(new Set(seen.body.items.map((item: any) => item.unit))).toEqual(new Set(['town-north']));
  });

  test('a second process on the same data refuses in one line', async () => {
    await expect(startServer(dataDir)).rejects.toThrow(/already|in use|another/i);
  });

  test('it ends cleanly, and starts again with everything it had', async () => {
    expect(await server.stop()).toBe(0);
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T09:00:00+07:00' });
    const history = await call(
      server,
      'GET',
      '/v1/reports?indicator=waste-collected&unit=town-north&period=2024-07',
      undefined,
      wardKey,
    );
    expect(history.body.items).toHaveLength(2);
  });
});
