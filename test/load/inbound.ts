import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { call } from '../support/server.js';
import { smallTown, WARDS } from '../support/small-town.js';
import { withCluster } from './a-cluster.js';
import { percentile, perSecond, type Row } from './table.js';
import { aWardSystem, type WardReport, type WardSystem } from './ward-system.js';

const AT_FULL_LOAD = 10_000;
const SENT_AT_ONCE = 500;
const SHARE = 0.2;
const STREAM_EVERY_MS = 50;
const SAMPLES = 300;
const LOOK_EVERY_MS = 2;

interface Door {
  readonly baseUrl: string;
}

/**
 * From the writing of a message to the inbound topic to its value in `GET /v1/progress`, through the five
 * applications, beside a steady stream of a fifth of what they were measured to take.
 */
export async function inbound(): Promise<Row[]> {
  return withCluster(async ({ address, brokers, databaseUrl }) => {
    const door = { baseUrl: address };
    const ward = await aWardSystem(brokers, await keyOf(door));
    try {
      await timeOf(door, ward, 0);
      const full = await fullRate(ward, databaseUrl);
      const { times, questions, sent } = await timesBeside(full * SHARE, door, ward);
      const row = (share: number, atMost: number): Row => ({
        what: `inbound topic → visible in /v1/progress, p${share}`,
        figure: `${percentile(times, share).toFixed(1)} ms`,
        baseline: `the question alone: ${percentile(questions, share).toFixed(1)} ms; beside ${perSecond(sent)}, of ${perSecond(full)} at most`,
        measured: percentile(times, share),
        target: { atMost },
        unit: 'ms',
      });
      return [row(50, 50), row(99, 250)];
    } finally {
      await ward.stop();
    }
  });
}

async function timesBeside(rate: number, door: Door, ward: WardSystem) {
  const stream = streamOf(ward, rate);
  await pause(1000);
  const times: number[] = [];
  const questions: number[] = [];
  for (let n = 1; n <= SAMPLES; n += 1) {
    questions.push(await timeOfQuestion(door));
    times.push(await timeOf(door, ward, n));
  }
  return { times, questions, sent: await stream.stop() };
}

async function keyOf(door: Door): Promise<string> {
  const applied = await call(door, 'POST', '/v1/apply', smallTown());
  if (applied.status !== 200) throw new Error(`/v1/apply: ${applied.status}`);
  const wanted = { name: 'town gateway', roles: ['ward-reporter'], units: ['town'] };
  const { body } = await call(door, 'POST', '/v1/api-keys', wanted);
  return body.key;
}

/** Milliseconds of an answer that waits for nothing. */
async function timeOfQuestion(door: Door): Promise<number> {
  const began = performance.now();
  await call(door, 'GET', '/v1/progress?indicator=waste-collected&unit=town');
  return performance.now() - began;
}

/** Milliseconds from before the message is sent until its value is answered. */
async function timeOf(door: Door, ward: WardSystem, sample: number): Promise<number> {
  const unit = WARDS[sample % WARDS.length] as string;
  const value = String(1 + sample);
  const began = performance.now();
  const cell = { indicator: 'waste-collected', unit, period: '2024-07' };
  await ward.write([{ ...cell, numerator: value, denominator: '100' }]);
  await shown(door, `indicator=waste-collected&unit=${unit}`, value);
  return performance.now() - began;
}

async function shown(door: Door, question: string, value: string): Promise<void> {
  for (;;) {
    const { status, body } = await call(door, 'GET', `/v1/progress?${question}`);
    if (status !== 200) throw new Error(`GET /v1/progress: ${status}`);
    if (body.items[0]?.actual === value) return;
    await pause(LOOK_EVERY_MS);
  }
}

/** Messages per second from the first that is sent to the last in the ledger, as fast as they are taken. */
async function fullRate(ward: WardSystem, databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const recorded = async () =>
    Number((await client.query('SELECT count(*) FROM report')).rows[0].count);
  const end = (await recorded()) + AT_FULL_LOAD;
  const began = performance.now();
  for (let sent = 0; sent < AT_FULL_LOAD; sent += SENT_AT_ONCE) {
    await ward.write(revenues(sent, SENT_AT_ONCE));
  }
  while ((await recorded()) < end) await pause(20);
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return AT_FULL_LOAD / seconds;
}

/** Messages at a steady rate until stopped; answers how many a second went through. */
function streamOf(ward: WardSystem, rate: number): { stop(): Promise<number> } {
  let sent = 0;
  let isRunning = true;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const run = async () => {
    while (isRunning) {
      const due = Math.floor(seconds() * rate) - sent;
      if (due > 0) await ward.write(revenues(sent, due));
      sent += Math.max(due, 0);
      await pause(STREAM_EVERY_MS);
    }
  };
  const done = run();
  return {
    stop: async () => {
      isRunning = false;
      await done;
      return sent / seconds();
    },
  };
}

function revenues(from: number, count: number): WardReport[] {
  return Array.from({ length: count }, (_, n) => ({
    indicator: 'budget-revenue',
    unit: WARDS[(from + n) % WARDS.length] as string,
    period: `2024-0${1 + ((from + n) % 7)}`,
    value: String(from + n),
  }));
}
