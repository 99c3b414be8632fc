import type { SubmittedReport } from '#contracts';
import { MAX_BATCH } from '#contracts';
import { expected, until } from './client.js';
import type { Client } from './client.js';
import type { Sending } from './generate.js';

const KEY_NAME = 'example: ';

/**
 * Sends reports as the offices would: each with a key of its own that reaches no further than its
 * unit, year after year, in the order they were written. Sending again changes nothing. The keys are
 * revoked at the end. Resolves when everything sent can be read.
 */
export async function sendReports(
  administrator: Client,
  sendings: readonly Sending[],
): Promise<void> {
  await revokeKeys(administrator);
  const senders = [...new Set(sendings.map((sending) => sending.sender))];
  const keys = new Map<string, Client>();
  for (const sender of senders) keys.set(sender, await officeOf(administrator, sender));
  const positions: string[] = [];
  for (const year of grouped(sendings, (sending) => sending.sentOn.slice(0, 4))) {
    const offices = grouped(year, (sending) => sending.sender);
    positions.push(...(await Promise.all(offices.map((sent) => sendInOrder(keys, sent)))));
  }
  await revokeKeys(administrator);
  for (const position of positions) await untilRead(administrator, position);
}

/** The items that share a key, group by group, in the order in which each group began. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

async function officeOf(administrator: Client, unit: string): Promise<Client> {
  const asked = { name: KEY_NAME + unit, roles: ['ward-reporter'], units: [unit] };
  const made = expected(await administrator.post('/v1/api-keys', asked), `a key for ${unit}`);
  return administrator.as((made as { key: string }).key);
}

async function revokeKeys(administrator: Client): Promise<void> {
  const keys = await administrator.list<{ id: string; name: string; revokedAt?: string | null }>(
    '/v1/api-keys',
  );
  for (const key of keys) {
    if (!key.name.startsWith(KEY_NAME) || key.revokedAt) continue;
    expected(await administrator.delete(`/v1/api-keys/${key.id}`), `revoking ${key.name}`);
  }
}

interface Outcome {
  refused: number;
  position: string;
  results: { index: number; state: string; errors?: unknown }[];
}

/** One office's reports, one batch after the other; the position of the last. */
async function sendInOrder(keys: Map<string, Client>, sent: readonly Sending[]): Promise<string> {
  const sender = sent[0]?.sender ?? '';
  const office = keys.get(sender);
  if (!office) throw new Error(`${sender} has no key.`);
  let position = '';
  for (let from = 0; from < sent.length; from += MAX_BATCH) {
    const reports = sent.slice(from, from + MAX_BATCH).map((sending) => sending.report);
    position = await sendBatch(office, `a batch of ${sender}`, reports);
  }
  return position;
}

async function sendBatch(
  office: Client,
  what: string,
  reports: readonly SubmittedReport[],
): Promise<string> {
  const outcome = expected(await office.post('/v1/reports/batch', { reports }), what) as Outcome;
  const refused = outcome.results.find((result) => result.state === 'refused');
  if (refused) {
    const report = reports[refused.index]?.reportId;
    throw new Error(`${report} was refused: ${JSON.stringify(refused.errors)}`);
  }
  return outcome.position;
}

async function untilRead(client: Client, position: string): Promise<void> {
  const path = `/v1/progress?limit=1&minPosition=${encodeURIComponent(position)}`;
  await until(`reading what was sent up to ${position}`, 60, async () => {
    const answer = await client.get(path);
    return answer.status === 504 || answer.status === 503 ? undefined : expected(answer, path);
  });
}
