import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule, accessMigrations, CreateApiKey } from '#access';
import { Apply, catalogueMigrations } from '#catalogue';
import { MAX_BATCH } from '#contracts';
import {
  type Configuration,
  createHttpApp,
  type JobQueue,
  JsonLogger,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  PostgresEventLog,
} from '#platform';
import { reportsMigrations } from '#reports';
import { IngestModule } from '../../apps/ingest/src/ingest.module.js';
import { smallTown } from '../support/small-town.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';
import { administrator, aReport } from './door.js';

jest.setTimeout(60_000);

/** Over a real port: what a ward's system sees of the door. */
describe('the routes of reports', () => {
  let under: TestDatabase;
  let log: PostgresEventLog;
  let app: NestFastifyApplication;
  let url: string;
  let northKey: string;
  let ids = 0;

  beforeAll(async () => {
    under = await testDatabase([
      ...platformMigrations,
      ...catalogueMigrations,
      ...reportsMigrations,
      ...accessMigrations,
    ]);
    log = new PostgresEventLog(under.database.pool, under.url);
    const platform = PlatformModule.register({
      configuration: { webhookAllow: [] } as unknown as Configuration,
      database: under.database,
      eventLog: log,
      inboundMessages: new NoInboundMessages(),
      publishedTopics: new NoPublishedTopics(),
      jobQueue: {} as JobQueue,
      clock: new ManualClock(new Date('2024-08-20T01:00:00Z')),
      metrics: new Metrics(),
    });
    @Module({ imports: [platform, AccessModule, IngestModule] })
    class Root {}
    app = await createHttpApp(Root, { logger: new JsonLogger('silent'), rateLimit: 0 });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    const commands = app.get(CommandBus);
    await commands.execute(new Apply(smallTown(), administrator));
    const wanted = { name: 'north ward', roles: ['ward-reporter' as const], units: ['town-north'] };
    northKey = (await commands.execute(new CreateApiKey(wanted, administrator))).key;
  });
  afterAll(async () => {
    await app.close();
    await log.close();
    await under.drop();
  });

  const fresh = (changes = {}) => aReport({ reportId: `h-${(ids += 1)}`, ...changes });
  async function call(method: string, path: string, body?: unknown, language = 'vi') {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${northKey}`,
        'accept-language': language,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
  }

  test('a report is accepted, with the way to its receipt', async () => {
    const report = fresh();
    const { status, headers, body } = await call('POST', '/v1/reports', report);
    expect(status).toBe(202);
    expect(body).toEqual({
      reportId: report['reportId'],
      state: 'accepted',
      position: expect.stringMatching(/^\d{16}$/),
    });
    const receipt = await call('GET', headers.get('location')!);
    expect(receipt.status).toBe(200);
    expect(receipt.body).toMatchObject({ state: 'accepted', position: body.position });
  });

  test('a number that no float keeps is kept', async () => {
    const report = JSON.stringify(fresh()).replace('"12.5"', '0.12345678901234567890123');
    await call('POST', '/v1/reports', report);
    const fact = await log.find('tiendo.reports', `h-${ids}`);
    expect(fact?.data).toMatchObject({ value: '0.12345678901234567890123' });
  });

  test('other content under the same id is a conflict, another ward’s unit is not permitted', async () => {
    const report = fresh();
    await call('POST', '/v1/reports', report);
    const conflict = await call('POST', '/v1/reports', { ...report, value: '1' });
    expect([conflict.status, conflict.body.code]).toEqual([409, 'duplicate-conflict']);
    const foreign = await call('POST', '/v1/reports', fresh({ unit: 'town-south', value: 'x' }));
    expect([foreign.status, foreign.body.code]).toEqual([403, 'not-permitted']);
    expect(foreign.body.errors).toHaveLength(2);
  });

  test('a refusal names every place, in the language asked for, and stays on the receipt', async () => {
    const report = fresh({ value: '1,5', period: '2024-Q2' });
    const vi = await call('POST', '/v1/reports', report);
    const en = await call('POST', '/v1/reports', report, 'en-GB,en;q=0.9');
    expect(vi.status).toBe(422);
    expect(vi.headers.get('content-type')).toContain('application/problem+json');
    const places = (errors: any[]) => errors.map(({ pointer, code }) => `${pointer} ${code}`);
    expect(places(vi.body.errors)).toEqual([
      '/value value-malformed',
      '/period period-wrong-frequency',
    ]);
    expect(places(en.body.errors)).toEqual(places(vi.body.errors));
    expect(vi.body.errors[1].message).toContain('theo tháng');
    expect(en.body.errors[1].message).toContain('by months');
    const receipt = await call('GET', `/v1/receipts/h-${ids}`, undefined, 'en');
    expect(receipt.body).toMatchObject({ state: 'refused', errors: en.body.errors });
  });

  test('of a batch good rows are taken and bad rows are told', async () => {
    const reports = [fresh(), fresh({ unit: 'town-south' }), 7, fresh()];
    const { status, body } = await call('POST', '/v1/reports/batch', { reports });
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, refused: 2, position: body.results[3].position });
    expect(body.results.map((one: any) => [one.index, one.state, one.errors?.[0].code])).toEqual([
      [0, 'accepted', undefined],
      [1, 'refused', 'not-permitted'],
      [2, 'refused', 'field-malformed'],
      [3, 'accepted', undefined],
    ]);
  });

  test('a report of more than 256 KiB is too large, alone or in a batch', async () => {
    const evidence = Array.from({ length: 50 }, () => `https://a.vn/${'ế'.repeat(1900)}`);
    const large = fresh({ evidence });
    const alone = await call('POST', '/v1/reports', large);
    expect([alone.status, alone.body.code]).toEqual([413, 'body-too-large']);
    expect(alone.body.detail).toMatch(/tối đa 256 KiB/);
    const { body } = await call('POST', '/v1/reports/batch', { reports: [large, fresh()] });
    expect(body.results.map((one: any) => one.errors?.[0].code)).toEqual([
      'body-too-large',
      undefined,
    ]);
  });

  test('a batch of more than 5,000 is too large, of none is fine, of nothing is no batch', async () => {
    const many = { reports: Array.from({ length: MAX_BATCH + 1 }, () => 0) };
    const tooMany = await call('POST', '/v1/reports/batch', many);
    expect([tooMany.status, tooMany.body.code]).toEqual([413, 'batch-too-large']);
    const none = await call('POST', '/v1/reports/batch', { reports: [] });
    expect(none.body).toEqual({ accepted: 0, refused: 0, position: null, results: [] });
    const nothing = await call('POST', '/v1/reports/batch', [fresh()]);
    expect([nothing.status, nothing.body.code]).toEqual([422, 'body-invalid']);
  });

  test('a report is taken back, again and again', async () => {
    const report = fresh();
    await call('POST', '/v1/reports', report);
    const path = `/v1/reports/${String(report['reportId'])}/withdrawal`;
    const first = await call('POST', path, { reason: 'nhầm kỳ' });
    expect([first.status, first.body.state]).toEqual([202, 'withdrawn']);
    expect((await call('POST', path, { reason: 'nhầm' })).body).toEqual(first.body);
    const unknown = await call('POST', '/v1/reports/never/withdrawal', { reason: 'x' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not-found']);
    expect((await call('POST', path, {})).body.errors).toMatchObject([{ pointer: '/reason' }]);
  });

  test('the longest id and the oddest are addressed like any other', async () => {
    for (const reportId of [':'.repeat(100), 'a:b.c_d~e-f', '...', 'batch']) {
      const { status, headers } = await call('POST', '/v1/reports', fresh({ reportId }));
      expect(status).toBe(202);
      expect((await call('GET', headers.get('location')!)).body.reportId).toBe(reportId);
      const path = `/v1/reports/${encodeURIComponent(reportId)}/withdrawal`;
      expect((await call('POST', path, { reason: 'x' })).status).toBe(202);
    }
  });

  test('an id that no address can hold is refused', async () => {
    const { status, body } = await call('POST', '/v1/reports', fresh({ reportId: '..' }));
    expect([status, body.code]).toEqual([422, 'field-malformed']);
  });

  test('an address that no text can hold is refused', async () => {
    const { status, body } = await call('GET', '/v1/receipts/%00');
    expect([status, body.status]).toEqual([400, 400]);
  });

  test.each(['%20', 'a%2Fb', '%F0%9F%98%80'])('nothing is found under %s', async (id) => {
    expect((await call('GET', `/v1/receipts/${id}`)).status).toBe(404);
    const path = `/v1/reports/${id}/withdrawal`;
    expect((await call('POST', path, { reason: 'x' })).status).toBe(404);
  });

  test('half a character is kept as it came, or told, and never breaks anything', async () => {
    const half = String.fromCharCode(0xd800);
    const sent = fresh({ note: half, evidence: [`https://example.org/${half}`] });
    const { status } = await call('POST', '/v1/reports', sent);
    expect([202, 422]).toContain(status);
    const refused = await call('POST', '/v1/reports', fresh({ unit: half, [half]: half }));
    expect(refused.status).toBe(422);
    expect((await call('GET', `/v1/receipts/h-${ids}`)).body.state).toBe('refused');
  });

  test.each([
    ['no period', '/v1/reports?indicator=budget-revenue&unit=town-north'],
    ['a period that is none', '/v1/reports?indicator=budget-revenue&unit=town-north&period=x'],
    ['an unknown parameter', '/v1/reports?indicator=a&unit=b&period=2024&colour=red'],
    ['a limit of none', '/v1/reports?indicator=a&unit=b&period=2024&limit=0'],
  ])('a history asked for with %s is refused', async (_, path) => {
    const { status, body } = await call('GET', path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.errors).toHaveLength(1);
  });
});
