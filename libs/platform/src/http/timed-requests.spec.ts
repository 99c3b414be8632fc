import { expect, test } from '@jest/globals';
import type { HttpAdapterHost } from '@nestjs/core';
import { Metrics } from '../telemetry/metrics.js';
import { TimedRequests } from './timed-requests.js';

type Hook = (request: object, reply: object, next: () => void) => void;

/** What is told after an answer of 20 ms with this content type. */
async function toldAfter(contentType: string | undefined): Promise<string> {
  const hooks: Hook[] = [];
  const addHook = (_: string, hook: Hook) => hooks.push(hook);
  const host = { httpAdapter: { getInstance: () => ({ addHook }) } };
  const metrics = new Metrics();
  new TimedRequests(metrics, host as unknown as HttpAdapterHost).onModuleInit();
  const request = { method: 'GET', routeOptions: { url: '/v1/events' } };
  const reply = { getHeader: () => contentType, statusCode: 200, elapsedTime: 20 };
  let isPassedOn = false;
  hooks[0]?.(request, reply, () => (isPassedOn = true));
  expect(isPassedOn).toBe(true);
  return metrics.registry.metrics();
}

test.each(['application/json; charset=utf-8', undefined])(
  'an answer of %s is timed',
  async (type) => {
    expect(await toldAfter(type)).toContain(
      'tiendo_http_request_seconds_sum{route="GET /v1/events",status="200"} 0.02',
    );
  },
);

test('a stream is not: it lasts as long as its reader', async () => {
  expect(await toldAfter('text/event-stream; charset=utf-8')).not.toContain('GET /v1/events');
});
