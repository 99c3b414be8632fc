import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Pool } from 'undici';
import { oneOf, seeded } from '../faults/random.js';
import { describedRoutes } from '../support/openapi.js';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { spoilt } from './spoilt.js';

const BODIES = Number(process.env['BAD_BODIES'] ?? (process.env['CI'] ? 100_000 : 20_000));
const AT_ONCE = 24;
const LONGEST_ANSWER_MS = 10_000;
const MOST_MEMORY_MB = 900;

jest.setTimeout(60_000 + BODIES * 12);

interface Answer {
  readonly route: string;
  readonly sent: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-bodies-'));
let server: Server;
let pool: Pool;

beforeAll(async () => {
  server = await startServer(dataDir, {
    TIENDO_NOW: '2024-08-20T08:00:00+07:00',
    TIENDO_RATE_LIMIT: '0',
    TIENDO_LOG_LEVEL: 'error',
  });
  await call(server, 'POST', '/v1/apply', smallTown());
  pool = new Pool(server.baseUrl, {
    connections: AT_ONCE,
    headersTimeout: LONGEST_ANSWER_MS,
    bodyTimeout: LONGEST_ANSWER_MS,
  });
});
afterAll(async () => {
  await pool.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every route that takes a body, with an example to spoil. */
const ROUTES = describedRoutes().flatMap(({ method, path, documentation }) => {
  const [unit] = smallTown().units;
  const example = method === 'put' ? unit : documentation?.body?.example;
  const places: Record<string, string> = { collection: 'units', code: 'town', id: 'nobody' };
  const url = path.replace(/\{(.+?)\}/g, (_, name: string) => places[name] ?? 'nobody');
  return example === undefined ? [] : [{ method: method.toUpperCase(), path: url, example }];
});

test(`${BODIES} spoilt bodies: none is a fault of ours, each refusal has a code and a place`, async () => {
  expect(ROUTES.length).toBeGreaterThanOrEqual(9);
  const random = seeded(20240820);
  const problems: unknown[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  const client = async () => {
    while (sent < BODIES && problems.length < 10) {
      sent += 1;
      const answer = await send(random);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const wrong = wrongWith(answer);
      if (wrong) problems.push({ wrong, ...answer, sent: answer.sent.slice(0, 500) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  expect(problems).toEqual([]);
  expect(sent).toBe(BODIES);
  const refused = [...statuses].reduce(
    (sum, [status, count]) => sum + (status >= 400 ? count : 0),
    0,
  );
  expect(refused / BODIES).toBeGreaterThan(0.5);
  expect(await memoryInMb()).toBeLessThan(MOST_MEMORY_MB);
  const after = await call(server, 'GET', '/health/ready');
  expect(after.status).toBe(200);
});

test.each(['/v1/alerts/a%00b', '/v1/progress?unit=%00', '/v1/targets/%ED%A0%80/explanation'])(
  '%s is refused, with a code',
  async (path) => {
    const { status, body } = await call(server, 'GET', path);
    expect(status).toBe(400);
    expect(typeof body.code).toBe('string');
  },
);

async function send(random: () => number): Promise<Answer> {
  const { method, path, example } = oneOf(random, ROUTES);
  const { text, contentType } = spoilt(example, random);
  const answer = await pool.request({
    method: method as 'POST',
    path,
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      ...(contentType && { 'content-type': contentType }),
    },
    body: text,
  });
  const type = String(answer.headers['content-type'] ?? '');
  const body = await answer.body.text();
  return { route: `${method} ${path}`, sent: text, status: answer.statusCode, type, body };
}

/** What must not be said of any answer. */
function wrongWith({ status, type, body }: Answer): string | undefined {
  if (status >= 500) return 'a fault of the server';
  if (status < 400) return undefined;
  if (!type.includes('application/problem+json')) return 'not a problem document';
  const problem = JSON.parse(body) as {
    code?: unknown;
    errors?: { pointer: unknown; code: unknown }[];
  };
  if (typeof problem.code !== 'string') return 'no code';
  const isOfBody = problem.code === 'body-invalid' || status === 422;
  if (!isOfBody) return undefined;
  if (!problem.errors || problem.errors.length === 0) return 'no places';
  const isTold = problem.errors.every(
    ({ pointer, code }) => typeof pointer === 'string' && typeof code === 'string',
  );
  return isTold ? undefined : 'a place without pointer or code';
}

async function memoryInMb(): Promise<number> {
  const { body } = await pool.request({
    method: 'GET',
    path: '/metrics',
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  const [, bytes] = /^process_resident_memory_bytes (\d+)/m.exec(await body.text()) ?? [];
  return Number(bytes) / 1024 / 1024;
}
