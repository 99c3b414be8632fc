import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(120_000);

/** On built output: it finds import cycles and missing files that a test runner hides. */
describe('the story of one report, from POST to its place in the ledger', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-story-'));
  let server: Server;
  let wardKey: string;

  beforeAll(async () => {
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T08:00:00+07:00' });
    const applied = await call(server, 'POST', '/v1/apply', smallTown());
    expect(applied.body).toMatchObject({ created: 9, changed: 0, unchanged: 0 });
    const made = await call(server, 'POST', '/v1/api-keys', {
      name: 'north ward',
      roles: ['ward-reporter'],
      units: ['town-north'],
    });
    expect(made.status).toBe(201);
    wardKey = made.body.key;
  });

  afterAll(async () => {
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

  test('the receipt tells when it is projected', async () => {
    await eventually('the report is projected', async () => {
      const receipt = await call(
        server,
        'GET',
        `/v1/receipts/${report.reportId}`,
        undefined,
        wardKey,
      );
      return receipt.body.state === 'projected' && receipt.body.position === position;
    });
  });

  test('a correction is a new statement, and both stay in the history', async () => {
    const corrected = { ...report, reportId: 'north-2024-07-waste-b', numerator: '97' };
    const answer = await call(server, 'POST', '/v1/reports', corrected, wardKey);
    expect(answer.status).toBe(202);
    await eventually('both are recorded', async () => (await history()).length === 2);
  });

  const history = async (): Promise<unknown[]> => {
    const path = '/v1/reports?indicator=waste-collected&unit=town-north&period=2024-07';
    return (await call(server, 'GET', path, undefined, wardKey)).body.items;
  };

  test('a ward neither sees nor reports for its neighbour', async () => {
    const foreign = { ...report, reportId: 'foreign', unit: 'town-south' };
    const refused = await call(server, 'POST', '/v1/reports', foreign, wardKey);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('not-permitted');
    const path = '/v1/reports?indicator=waste-collected&unit=town-south&period=2024-07';
    expect((await call(server, 'GET', path, undefined, wardKey)).body.items).toEqual([]);
  });

  test('a second process on the same data refuses in one line', async () => {
    await expect(startServer(dataDir)).rejects.toThrow(/already|in use|another/i);
  });

  test('it ends cleanly, and starts again with everything it had', async () => {
    expect(await server.stop()).toBe(0);
    server = await startServer(dataDir, { TIENDO_NOW: '2024-08-20T09:00:00+07:00' });
    expect(await history()).toHaveLength(2);
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
