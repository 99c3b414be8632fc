import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mayDo, type PermissionName } from '#access';
import { type Role, ROLES } from '#contracts';
import { describedRoutes, openApiText } from '../support/openapi.js';
import { ADMIN_KEY, call, startServer, type Server } from '../support/server.js';
import { smallTown } from '../support/small-town.js';
import { eventually } from '../support/eventually.js';

jest.setTimeout(120_000);

const routes = describedRoutes();
const PLACES: Readonly<Record<string, string>> = {
  collection: 'units',
  code: 'town-north',
  indicator: 'waste-collected',
  unit: 'town-north',
  file: 'start.js',
};

test('docs/openapi.json is what the schemas and the routes make (npm run generate)', () => {
  expect(readFileSync('docs/openapi.json', 'utf8')).toBe(openApiText());
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'the examples of %s fit their schemas',
  (_, { documentation }) => {
    const { body, responses } = documentation!;
    for (const part of [body, ...Object.values(responses)]) {
      if (part?.schema === undefined || part.example === undefined) continue;
      expect(part.schema.safeParse(part.example).error?.issues ?? []).toEqual([]);
    }
  },
);

describe('every route', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-routes-'));
  const keys = new Map<Role, string>();
  let server: Server;

  beforeAll(async () => {
    server = await startServer(dataDir, {
      TIENDO_NOW: '2024-08-20T08:00:00+07:00',
      TIENDO_RATE_LIMIT: '0',
    });
    await call(server, 'POST', '/v1/apply', smallTown());
    for (const role of ROLES) keys.set(role, await keyFor(role, 'town-north'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const keyFor = async (role: Role, unit: string) => {
    const wanted = { name: `${role} of ${unit}`, roles: [role], units: [unit] };
    return (await call(server, 'POST', '/v1/api-keys', wanted)).body.key as string;
  };

  /** Asks a route with its own example; answers the status and, of a problem, the document. */
  const ask = async ({ method, path, documentation }: (typeof routes)[number], key?: string) => {
    const leave = new AbortController();
    const body = documentation?.body?.example;
    const url = path.replace(/\{(.+?)\}/g, (_, name: string) => PLACES[name] ?? 'nobody');
    const answer = await fetch(server.baseUrl + url, {
      method: method.toUpperCase(),
      signal: leave.signal,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const isProblem = answer.headers.get('content-type')?.includes('problem+json');
    const problem = isProblem ? ((await answer.json()) as { code: string; detail?: string }) : {};
    leave.abort();
    return { status: answer.status, ...problem } as {
      status: number;
      code?: string;
      detail?: string;
    };
  };
  const name = ({ method, path }: (typeof routes)[number]) => `${method} ${path}`;

  test('declares its permission and has a home in the contract', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter(({ permission }) => permission === undefined)).toEqual([]);
  });

  test('is closed without a key, and with one that nobody has, unless it is public', async () => {
    for (const route of routes.filter(({ permission }) => permission !== 'public')) {
      expect([name(route), await ask(route)]).toMatchObject([name(route), { status: 401 }]);
      expect((await ask(route, 'tiendo_made_up')).status).toBe(401);
    }
    const open = routes.filter(({ permission }) => permission === 'public').map(({ path }) => path);
    expect(open.sort()).toEqual([
      '/docs',
      '/docs/{file}',
      '/health/live',
      '/health/ready',
      '/openapi.json',
    ]);
  });

  test.each(ROLES)('opens to %s exactly where the role allows it', async (role) => {
    for (const route of routes) {
      const { status, detail } = await ask(route, keys.get(role));
      const isShut = status === 403 && detail === 'The roles of this key do not allow it.';
      const mayPass = mayDo([role], route.permission as PermissionName);
      expect([name(route), isShut, status === 401]).toEqual([name(route), !mayPass, false]);
      expect(status).toBeLessThan(500);
    }
  });

  test('is closed to a key that was revoked', async () => {
    const wanted = { name: 'short-lived', roles: ['administrator'], units: [] };
    const { id, key } = (await call(server, 'POST', '/v1/api-keys', wanted)).body;
    expect((await call(server, 'DELETE', `/v1/api-keys/${id}`)).status).toBe(204);
    for (const route of routes.filter(({ permission }) => permission !== 'public')) {
      expect([name(route), (await ask(route, key)).status]).toEqual([name(route), 401]);
    }
  });

  describe('outside the scope of a key', () => {
    const report = {
      reportId: 'south-1',
      indicator: 'waste-collected',
      unit: 'town-south',
      period: '2024-07',
      numerator: '90',
      denominator: '100',
    };
    let alertId: string;
    beforeAll(async () => {
      await call(server, 'POST', '/v1/reports', report);
      await eventually('the red target is an alert', async () => {
        const { items } = (await call(server, 'GET', '/v1/alerts?unit=town-south')).body;
        alertId = items[0]?.id;
        return alertId !== undefined;
      });
    });
    const as = (role: Role, method: string, path: string, body?: unknown) =>
      call(server, method, path, body, keys.get(role));

    test.each([
      ['/v1/reports?indicator=waste-collected&unit=town-south&period=2024-07'],
      ['/v1/progress?unit=town-south'],
      ['/v1/submissions?unit=town-south'],
      ['/v1/alerts?unit=town-south'],
    ])('%s shows nothing', async (path) => {
      expect((await as('analyst', 'GET', path)).body.items).toEqual([]);
      expect((await call(server, 'GET', path)).body.items).not.toEqual([]);
    });

    test('what is named is not there', async () => {
      for (const path of [
        '/v1/receipts/south-1',
        '/v1/progress/waste-collected/town-south/series',
        '/v1/targets/waste-town-south/explanation',
        `/v1/alerts/${alertId}`,
      ]) {
        expect([path, (await as('analyst', 'GET', path)).status]).toEqual([path, 404]);
        expect((await call(server, 'GET', path)).status).toBe(200);
      }
    });

    test('writing is not permitted', async () => {
      const [rule] = smallTown().rules;
      const ruleOfSouth = { ...rule, code: 'south', scope: { unit: 'town-south' } };
      for (const [role, method, path, body] of [
        ['ward-reporter', 'POST', '/v1/reports', { ...report, reportId: 'south-2' }],
        ['ward-reporter', 'POST', '/v1/reports/south-1/withdrawal', { reason: 'not mine' }],
        ['planner', 'POST', `/v1/alerts/${alertId}/acknowledgement`, {}],
        ['planner', 'POST', `/v1/alerts/${alertId}/comments`, { text: 'not mine' }],
        ['planner', 'PUT', '/v1/rules/south', ruleOfSouth],
      ] as const) {
        const { status, body: problem } = await as(role, method, path, body);
        expect([path, status, problem.code]).toEqual([path, 403, 'not-permitted']);
      }
      const own = { ...report, reportId: 'north-1', unit: 'town-north' };
      const batch = { reports: [{ ...report, reportId: 'south-3' }, own] };
      const { body } = await as('ward-reporter', 'POST', '/v1/reports/batch', batch);
      expect(body).toMatchObject({ accepted: 1, refused: 1 });
      expect(body.results[0].errors[0].code).toBe('not-permitted');
    });
  });

  test('the documentation page works without internet, and serves nothing else', async () => {
    const get = (path: string) => fetch(server.baseUrl + path);
    const page = await (await get('/docs')).text();
    const files = [...page.matchAll(/(?:src|href)="(.+?)"/g)].map(([, path]) => path as string);
    expect(files.every((path) => path.startsWith('/docs/'))).toBe(true);
    for (const path of [...files, '/openapi.json']) expect((await get(path)).status).toBe(200);
    for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/constructor']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  test('is asked in two languages', async () => {
    const answer = await fetch(`${server.baseUrl}/v1/alerts/nobody`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'accept-language': 'vi' },
    });
    expect(answer.headers.get('content-language')).toBe('vi');
  });
});
