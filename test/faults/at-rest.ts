import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, call } from '../support/server.js';

/** Where the system is asked. */
type Door = { readonly baseUrl: string };

/** Everything projected by the processes that are watched, and delivered, and an evaluation that changes nothing. */
export async function atRest(server: Door, watched: readonly string[]): Promise<void> {
  await eventually('everything is projected', () => isProjected(watched), 120_000);
  await eventually('nothing is left to raise', () => isSettled(server, watched), 120_000);
  await eventually('everything is delivered', () => isDelivered(server), 240_000);
}

async function isProjected(watched: readonly string[]): Promise<boolean> {
  const texts = await Promise.all(
    watched.map(async (baseUrl) => {
      const headers = { authorization: `Bearer ${ADMIN_KEY}` };
      // A connection kept from before a kill is cut when it is used: that one is asked again.
      const answer = await fetch(`${baseUrl}/metrics`, { headers }).catch(() => undefined);
      return answer?.text();
    }),
  );
  if (texts.includes(undefined)) return false;
  const lags = [...texts.join('\n').matchAll(/^tiendo_projection_lag_events\{.*\} (\d+)$/gm)];
  return lags.length >= 5 && lags.every(([, lag]) => lag === '0');
}

async function isSettled(server: Door, watched: readonly string[]): Promise<boolean> {
  const { id } = (await call(server, 'POST', '/v1/evaluations', {})).body;
  let evaluation: { state: string; raised: number; resolved: number } | undefined;
  await eventually(`the evaluation ${id} is done`, async () => {
    evaluation = (await call(server, 'GET', `/v1/evaluations/${id}`)).body;
    return evaluation?.state === 'done';
  });
  return evaluation?.raised === 0 && evaluation.resolved === 0 && isProjected(watched);
}

async function isDelivered(server: Door): Promise<boolean> {
  const pending = await call(server, 'GET', '/v1/deliveries?state=pending');
  const abandoned = await call(server, 'GET', '/v1/deliveries?state=abandoned');
  return pending.body.items.length + abandoned.body.items.length === 0;
}
