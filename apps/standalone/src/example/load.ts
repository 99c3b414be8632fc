import type { Bundle } from '#contracts';
import { expected, until } from './client.js';
import type { Client } from './client.js';
import type { Sending } from './generate.js';
import type { Example } from './read-example.js';
import { sendReports } from './send.js';

/** What a start found: nothing of the example, all of it, or an example whose loading was cut short. */
export type Found = 'nothing' | 'everything' | 'a part';

/**
 * Loads an example that is not there yet, through the public API alone: what is measured, then the
 * reports, then the rules, so that no rule judges half a history. Each step repeats without effect,
 * so a start after an interrupted one completes it.
 */
export async function loadExample(
  client: Client,
  example: Example,
  sendings: readonly Sending[],
): Promise<Found> {
  const found = await whatIsThere(client, example.bundle, sendings);
  if (found === 'everything') return found;
  const { rules, channels, ...measured } = example.bundle;
  await apply(client, measured);
  await sendReports(client, sendings);
  await apply(client, { rules, channels });
  return found;
}

/** Evaluates all rules now and waits until that is done. */
export async function evaluate(client: Client): Promise<void> {
  const asked = expected(await client.post('/v1/evaluations', {}), 'an evaluation');
  const { id } = asked as { id: string };
  await until('the evaluation', 60, async () => {
    const path = `/v1/evaluations/${encodeURIComponent(id)}`;
    const { state } = expected(await client.get(path), path) as { state: string };
    if (state === 'failed') throw new Error(`Evaluation ${id} failed.`);
    return state === 'done' ? state : undefined;
  });
}

async function apply(client: Client, bundle: Bundle): Promise<void> {
  expected(await client.post('/v1/apply?reason=example', bundle), 'applying the example');
}

/** Rules are applied last: where they all are, only the last report of each office is looked for. */
async function whatIsThere(
  client: Client,
  { resolutions = [], rules = [] }: Bundle,
  sendings: readonly Sending[],
): Promise<Found> {
  const isThere = async (path: string) => (await client.get(path)).status === 200;
  const first = resolutions[0]?.code ?? '';
  if (!(await isThere(`/v1/resolutions/${first}`))) return 'nothing';
  for (const rule of rules) if (!(await isThere(`/v1/rules/${rule.code}`))) return 'a part';
  const last = new Map(sendings.map(({ sender, report }) => [sender, report.reportId ?? '']));
  for (const id of last.values()) {
    if (!(await isThere(`/v1/receipts/${encodeURIComponent(id)}`))) return 'a part';
  }
  return 'everything';
}
