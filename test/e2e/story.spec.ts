import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startReceiver } from '../support/receiver.js';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';
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
  /** The ward's target, and the town's, of which it is the only report. */
  const RED = ['waste-town', 'waste-town-north'];

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
    await eventually('the webhooks arrive', () => receiver.received.length === 2, 20_000);
    const told = receiver.received.map(
      ({ body, headers }) => new Webhook(WEBHOOK_SECRET).verify(body, headers) as any,
    );
    for (const { type, data } of told) {
      expect(type).toBe('vn.tiendo.alert-raised.v1');
      expect(data).toMatchObject({ rule: 'off-track', state: 'open', episode: 1 });
    }
    expect(told.map(({ data }) => data.targetId).sort()).toEqual(RED);
    const alerts = await call(server, 'GET', '/v1/alerts?state=open');
    expect(alerts.body.items.map((alert: any) => alert.targetId).sort()).toEqual(RED);
  });

  test('a planner who watches is told too, and resumes where the stream broke off', async () => {
    const told = await firstEvents('0-0', 2);
    expect(told.map(({ event }) => event)).toEqual([
      'vn.tiendo.progress-changed.v1',
      'vn.tiendo.progress-changed.v1',
    ]);
    expect(told.map(({ data }) => data.subject).sort()).toEqual(RED);
    const [raised] = await firstEvents(told.at(-1)?.id ?? '', 1);
    expect(raised?.event).toBe('vn.tiendo.alert-raised.v1');
    expect(raised?.data.data).toMatchObject({ rule: 'off-track', state: 'open' });
  });

  /** The first events after a position, as a reader of the stream gets them. */
  async function firstEvents(lastEventId: string, count: number) {
    const leave = new AbortController();
    const answer = await fetch(`${server.baseUrl}/v1/events`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'last-event-id': lastEventId },
      signal: leave.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      if (eventsIn(text).length >= count) break;
    }
    leave.abort();
    return eventsIn(text).slice(0, count);
  }

  test('a planner takes care of it, and says so', async () => {
    const { items } = (await call(server, 'GET', '/v1/alerts?state=open')).body;
    const path = `/v1/alerts/${items[0].id}`;
    const seen = await call(server, 'POST', `${path}/acknowledgement`, { text: 'đang gọi phường' });
    expect(seen.body).toMatchObject({ state: 'acknowledged' });
    const refused = await call(server, 'POST', `${path}/comments`, { text: 'của tôi' }, wardKey);
    expect(refused.status).toBe(403);
    await eventually('the planners are told', () => receiver.received.length === 3, 20_000);
  });

  test('a correction mends it, and the alerts resolve', async () => {
    const corrected = { ...report, reportId: 'north-2024-07-waste-b', numerator: '97' };
    const answer = await call(server, 'POST', '/v1/reports', corrected, wardKey);
    expect(answer.status).toBe(202);
    await eventually(
      'the alerts resolve on the schedule alone',
      async () => {
        const alerts = await call(server, 'GET', '/v1/alerts?state=resolved');
        return alerts.body.items.length === 2;
      },
      30_000,
    );
    await eventually('the planners are told', () => receiver.received.length === 5, 20_000);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(5);
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
    expect(server.output()).not.toMatch(/connection failed/);
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

  test('it survives a kill of everything', async () => {
    const killed = { ...report, reportId: 'before-the-kill', period: '2024-06' };
    const answer = await call(server, 'POST', '/v1/reports', killed, wardKey);
    expect(answer.status).toBe(202);
    await server.kill();
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T10:00:00+07:00' });
    await eventually('the report is projected', async () => {
      const receipt = await call(server, 'GET', '/v1/receipts/before-the-kill', undefined, wardKey);
      return receipt.body.state === 'projected';
    });
  });
});

function eventsIn(text: string) {
  return [...text.matchAll(/id: (.+)\nevent: (.+)\ndata: (.+)\n\n/g)].map(
    ([, id, event, data]) => ({
      id,
      event,
      data: JSON.parse(data as string),
    }),
  );
}
