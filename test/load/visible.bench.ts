import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, startServer, type Server } from '../support/server.js';
import { smallTown, WARDS } from '../support/small-town.js';
import { percentile, type Row } from './table.js';

const SAMPLES = 400;

/**
 * From the acknowledgement of a report to its value in `GET /v1/progress`, with a steady stream of
 * batches beside it at `load` reports per second (a fifth of what the projector can).
 */
export async function visible(load: number): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const server = await startServer(dataDir, {
    TIENDO_NOW: '2024-08-20T08:00:00+07:00',
    TIENDO_RATE_LIMIT: '0',
  });
  try {
    await call(server, 'POST', '/v1/apply', smallTown());
    const stream = streamOf(server, load);
    const times: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) times.push(await oneReport(server, sample));
    const sent = await stream.stop();
    const figure = `p50 ${percentile(times, 50).toFixed(1)} ms, p99 ${percentile(times, 99).toFixed(1)} ms`;
    const baseline = `beside ${Math.round(sent).toLocaleString('en')} reports/s`;
    return [
      {
        what: 'accepted → visible, p50',
        figure,
        baseline,
        measured: percentile(times, 50),
        target: { atMost: 20 },
        unit: 'ms',
      },
      {
        what: 'accepted → visible, p99',
        figure,
        baseline,
        measured: percentile(times, 99),
        target: { atMost: 100 },
        unit: 'ms',
      },
    ];
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function oneReport(server: Server, sample: number): Promise<number> {
  const report = {
    reportId: `visible-${sample}`,
    indicator: 'waste-collected',
    unit: WARDS[sample % WARDS.length],
    period: '2024-07',
    numerator: String(900 + (sample % 100)),
    denominator: '1000',
  };
  const { body } = await call(server, 'POST', '/v1/reports', report);
  const accepted = performance.now();
  const path = `/v1/progress?indicator=waste-collected&unit=${report.unit}&minPosition=${body.position}`;
  const { status } = await call(server, 'GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status}`);
  return performance.now() - accepted;
}

/** Batches of 250 at a steady rate until stopped; answers the reports per second that went through. */
function streamOf(server: Server, load: number): { stop(): Promise<number> } {
  const size = 250;
  let sent = 0;
  let running = true;
  const began = performance.now();
  const loop = async () => {
    while (running) {
      const due = ((performance.now() - began) / 1000) * load;
      if (sent >= due) {
        await new Promise((next) => setTimeout(next, 2));
        continue;
      }
      const reports = Array.from({ length: size }, (_, index) => ({
        reportId: `stream-${sent + index}`,
        indicator: 'budget-revenue',
        unit: WARDS[index % WARDS.length],
        period: `2024-0${1 + (index % 7)}`,
        value: String(index),
      }));
      sent += size;
      const { status } = await call(server, 'POST', '/v1/reports/batch', { reports });
      if (status !== 200) throw new Error(`batch: ${status}`);
    }
  };
  const done = Promise.all([loop(), loop()]);
  return {
    stop: async () => {
      running = false;
      await done;
      return (sent / (performance.now() - began)) * 1000;
    },
  };
}
