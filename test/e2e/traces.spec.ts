import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startCollector } from '../support/collector.js';
import { eventually } from '../support/eventually.js';
import { startReceiver } from '../support/receiver.js';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';

jest.setTimeout(120_000);

/** On built output, told by a collector: what somebody sees who follows one report. */
describe('the trace of one report', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-traces-'));
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let server: Server;

  beforeAll(async () => {
    collector = await startCollector();
    receiver = await startReceiver();
    server = await startServer(dataDir, {
      TIENDO_NOW: '2024-08-20T08:00:00+07:00',
      TIENDO_TRACES: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'town',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    await call(server, 'POST', '/v1/apply', smallTown(receiver.url));
  });

  afterAll(async () => {
    await server.stop();
    await receiver.stop();
    await collector.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
  const report = {
    reportId: 'north-2024-07-waste',
    indicator: 'waste-collected',
    unit: 'town-north',
    period: '2024-07',
    numerator: '94.5',
    denominator: '100',
  };
  const inTrace = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
  const seen = (name: string) =>
    eventually(
      `${name} is seen in the trace`,
      () => inTrace(TRACE).some((span) => span.name === name),
      20_000,
    );
  const parentOf = (name: string) => {
    const span = inTrace(TRACE).find((one) => one.name === name);
    return collector.spans.find(({ spanId }) => spanId === span?.parentSpanId)?.name;
  };

  test('is one trace, from the ward that sends it to the planner who is told', async () => {
    const answer = await fetch(`${server.baseUrl}/v1/reports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        'content-type': 'application/json',
        traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify(report),
    });
    expect(answer.status).toBe(202);
    await seen('project report-progress');
    await call(server, 'POST', '/v1/evaluations', {});
    await seen('deliver planners');
    expect(parentOf('append tiendo.reports')).toBe('POST /v1/reports');
    expect(parentOf('project report-progress')).toBe('append tiendo.reports');
    expect(parentOf('evaluate rules')).toBe('append tiendo.reports');
    expect(parentOf('project deliveries')).toBe('evaluate rules');
    expect(parentOf('deliver planners')).toBe('evaluate rules');
    expect(new Set(inTrace(TRACE).map(({ service }) => service))).toEqual(new Set(['town']));
  });

  test('leads to the evaluation, which is in the trace of who asked for it', () => {
    const joined = inTrace(TRACE).find(({ name }) => name === 'evaluate rules');
    const asked = inTrace(joined?.links?.[0]?.traceId ?? '').map(({ name }) => name);
    expect(asked).toContain('POST /v1/evaluations');
  });

  test('says nothing of those who only ask whether the process lives', async () => {
    await fetch(`${server.baseUrl}/health/ready`);
    await call(server, 'GET', '/v1/schedules');
    await eventually('the next request is seen', () =>
      collector.spans.some(({ name }) => name === 'GET /v1/schedules'),
    );
    expect(collector.spans.map(({ name }) => name).join()).not.toContain('health');
  });
});
