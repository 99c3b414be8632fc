import autocannon from 'autocannon';
import { ADMIN_KEY } from '../support/server.js';
import { WARDS } from '../support/small-town.js';
import { withServer } from './a-server.js';
import { insertPerReport } from './baselines.js';
import { startEmptyServer } from './empty-server.js';
import { withPostgres } from './postgres.js';
import { perSecond, type Row } from './table.js';

const CLIENTS = 64;
const SECONDS = 8;
const INSERTED = 8000;
let counter = 0;

const report = () => ({
  reportId: `bench-${process.pid}-${(counter += 1)}`,
  indicator: 'budget-revenue',
  unit: WARDS[counter % WARDS.length],
  period: `2024-0${1 + (counter % 7)}`,
  value: `${counter % 1000}.${counter % 97}`,
});

const oneReport = () => JSON.stringify(report());
const aThousand = () => JSON.stringify({ reports: Array.from({ length: 1000 }, report) });

/** Durable single reports and durable batches of 1,000 over HTTP, beside a server that does nothing. */
export async function accept(): Promise<Row[]> {
  const empty = await startEmptyServer();
  await cannon(empty.url, CLIENTS, oneReport, 2);
  const nothing = await cannon(empty.url, CLIENTS, oneReport);
  empty.stop();
  const { one, batches } = await withServer(async ({ baseUrl }) => {
    const url = `${baseUrl}/v1/reports`;
    await cannon(url, CLIENTS, oneReport, 2);
    return {
      one: await cannon(url, CLIENTS, oneReport),
      batches: await cannon(`${url}/batch`, 4, aThousand),
    };
  });
  const inserted = await withPostgres((url) => insertPerReport(url, INSERTED));
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
      figure: perSecond(batches * 1000),
      baseline: `one INSERT per report, 8 connections: ${perSecond(inserted)}`,
      measured: (batches * 1000) / inserted,
      target: { atLeast: 20 },
      unit: '×',
    },
  ];
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
