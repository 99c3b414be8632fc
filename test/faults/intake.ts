import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../support/server.js';
import type { Journal } from './client.js';

const ASK_EVERY_MS = 1000;
/** Who is refused must know soon. */
const ANSWER_WITHIN_MS = 15_000;

let asked = 0;

/** Reports are refused clearly, and where targets stand is told all the same. */
export async function intakeWithoutKafka(
  address: string,
  journal: Journal,
  awayMs: number,
): Promise<void> {
  await during(awayMs, async () => {
    const refused = await report(address);
    if (refused.status !== 503 || Number(refused.headers.get('retry-after')) < 1) {
      journal.violations.push(`without Kafka a report was answered ${refused.status}`);
    }
    await reads(address, journal, 'Kafka');
  });
}

/** Reports are taken, and where targets stand is told. */
export async function intakeWithoutRedis(
  address: string,
  journal: Journal,
  awayMs: number,
): Promise<void> {
  await during(awayMs, async () => {
    const taken = await report(address);
    if (taken.status === 202) await keep(journal, taken);
    else journal.violations.push(`without Redis a report was answered ${taken.status}`);
    await reads(address, journal, 'Redis');
  });
}

async function during(ms: number, ask: () => Promise<void>): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await ask();
    await pause(ASK_EVERY_MS);
  }
}

async function reads(address: string, journal: Journal, without: string): Promise<void> {
  const read = await call(`${address}/v1/progress?limit=1`, {});
  if (read.status !== 200) {
    journal.violations.push(`without ${without} progress was answered ${read.status}`);
  }
}

async function keep({ accepted }: Journal, answer: Response): Promise<void> {
  const { reportId, position } = (await answer.json()) as { reportId: string; position: string };
  accepted.set(reportId, { reportId, content: '', position });
}

function report(address: string): Promise<Response> {
  const body = {
    reportId: `asked-${(asked += 1)}`,
    indicator: 'budget-revenue',
    unit: 'town-north',
    period: '2024-01',
    value: String(asked),
  };
  return call(`${address}/v1/reports`, { method: 'POST', body: JSON.stringify(body) });
}

function call(url: string, init: RequestInit): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
  return fetch(url, { ...init, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}
