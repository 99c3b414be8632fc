import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { ADMIN_KEY, call, startServer } from '../support/server.js';
import { smallTown, WARDS } from '../support/small-town.js';
import { insertPerReport } from './baselines.js';
import { startEmptyServer } from './empty-server.js';
import { perSecond, type Row } from './table.js';

const CLIENTS = 64;
const SECONDS = 8;
let counter = 0;

const report = () => ({
  reportId: `bench-${process.pid}-${(counter += 1)}`,
  indicator: 'budget-revenue',
  unit: WARDS[counter % WARDS.length],
  period: `2024-0${1 + (counter % 7)}`,
  value: `${counter % 1000}.${counter % 97}`,
});

/** Durable single reports and durable batches of 1,000 over HTTP, beside a server that does nothing. */
export async function accepting(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const empty = await startEmptyServer();
  const nothing = await cannon(empty.url, CLIENTS, () => JSON.stringify(report()));
  empty.stop();
  const server = await startServer(dataDir, {
    TIENDO_NOW: '2024-08-20T08:00:00+07:00',
    TIENDO_RATE_LIMIT: '0',
  });
  try {
    await call(server, 'POST', '/v1/apply', smallTown());
    const single = `${server.baseUrl}/v1/reports`;
    await cannon(single, CLIENTS, () => JSON.stringify(report()), 2);
    const one = await cannon(single, CLIENTS, () => JSON.stringify(report()));
    const batch = await cannon(`${single}/batch`, 4, () =>
      JSON.stringify({ reports: Array.from({ length: 1000 }, report) }),
    );
    const inserted = await insertPerReport();
    return [
      {
        what: 'durable single reports over HTTP, 64 clients',
        figure: perSecond(one),
        baseline: `the same server doing nothing: ${perSecond(nothing)}`,
        measured: (one / nothing) * 100,
        target: { atLeast: 40 },
        unit: '%',
      },
      {
        what: 'durable batches of 1,000 over HTTP, reports',
        figure: perSecond(batch * 1000),
        baseline: `one INSERT per report: ${perSecond(inserted)}`,
        measured: (batch * 1000) / inserted,
        target: { atLeast: 20 },
        unit: '×',
      },
    ];
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Answers requests per second with a 2xx answer; refuses to count a run with others. */
async function cannon(
  url: string,
  connections: number,
  body: () => string,
  duration = SECONDS,
): Promise<number> {
  const result = await autocannon({
    url,
    connections,
    duration,
    requests: [
      {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} refusals and ${result.errors} errors`);
  }
  return result['2xx'] / result.duration;
}
