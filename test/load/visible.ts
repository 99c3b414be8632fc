import { setTimeout as pause } from 'node:timers/promises';
import { call, type Server } from '../support/server.js';
import { WARDS } from '../support/small-town.js';
import { withServer } from './a-server.js';
import { percentile, type Row } from './table.js';

const SAMPLES = 400;
const BATCH = 250;

/**
 * From the acknowledgement of a report to its value in `GET /v1/progress`, with a steady stream of
 * batches beside it at `load` reports per second.
 */
export async function visible(load: number): Promise<Row[]> {
  return withServer(async (server) => {
    const stream = streamOf(server, load);
    await pause(1000);
    const times: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) times.push(await oneReport(server, sample));
    const sent = await stream.stop();
    const at = (share: number) => percentile(times, share);
    const row = (share: number, most: number): Row => ({
      what: `accepted → visible in /v1/progress, p${share}`,
      figure: `${at(share).toFixed(1)} ms`,
      baseline: `beside ${Math.round(sent).toLocaleString('en')} reports/s`,
      measured: at(share),
      target: { atMost: most },
      unit: 'ms',
    });
    return [row(50, 20), row(99, 100)];
  });
}

async function oneReport(server: Server, sample: number): Promise<number> {
  const unit = WARDS[sample % WARDS.length];
  const { body } = await send(server, 'reports', {
    reportId: `visible-${sample}`,
    indicator: 'waste-collected',
    unit,
    period: '2024-07',
    numerator: String(900 + (sample % 100)),
    denominator: '1000',
  });
  const accepted = performance.now();
  const path = `/v1/progress?indicator=waste-collected&unit=${unit}&minPosition=${body.position}`;
  const { status } = await call(server, 'GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status}`);
  return performance.now() - accepted;
}

/** Batches at a steady rate until stopped; answers the reports per second that went through. */
function streamOf(server: Server, load: number): { stop(): Promise<number> } {
  let sent = 0;
  let running = true;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const loop = async () => {
    while (running) {
      if (sent >= seconds() * load) await pause(2);
      else await send(server, 'reports/batch', { reports: batchFrom((sent += BATCH)) });
    }
  };
  const done = Promise.all([loop(), loop()]);
  return {
    stop: async () => {
      running = false;
      await done;
      return sent / seconds();
    },
  };
}

function batchFrom(first: number) {
  return Array.from({ length: BATCH }, (_, index) => ({
    reportId: `stream-${first + index}`,
    indicator: 'budget-revenue',
    unit: WARDS[index % WARDS.length],
    period: `2024-0${1 + (index % 7)}`,
    value: String(index),
  }));
}

async function send(server: Server, path: string, body: unknown) {
  const answer = await call(server, 'POST', `/v1/${path}`, body);
  if (answer.status > 202) throw new Error(`${path}: ${answer.status}`);
  return answer;
}
