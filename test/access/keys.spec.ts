import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AccessModule,
  accessMigrations,
  CreateApiKey,
  CurrentPrincipal,
  ensureAdminKey,
  ListApiKeys,
  Permission,
  RevokeApiKey,
} from '#access';
import type { Principal, Role } from '#contracts';
import { Clock, createHttpApp, Database, JsonLogger, ManualClock } from '#platform';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

@Controller()
class RoomsController {
  @Get('open')
  @Permission('public')
  open() {
    return {};
  }

  @Get('read')
  @Permission('progress:read')
  read(@CurrentPrincipal() principal: Principal) {
    return principal;
  }

  @Get('manage')
  @Permission('keys:manage')
  manage() {
    return {};
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten() {
    return {};
  }
}

describe('keys', () => {
  let under: TestDatabase;
  let app: NestFastifyApplication;
  let url: string;
  const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
  const by: Principal = { keyId: 'a', name: 'admin', roles: ['administrator'], units: [] };
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-keys-'));

  const moduleWith = (...controllers: (new () => object)[]) => {
    @Module({
      imports: [
        {
          module: class Engines {},
          global: true,
          providers: [
            { provide: Database, useValue: under.database },
            { provide: Clock, useValue: clock },
          ],
          exports: [Database, Clock],
        },
        CqrsModule.forRoot(),
        AccessModule,
      ],
      controllers,
    })
    class TestModule {}
    return createHttpApp(TestModule, { logger: new JsonLogger('silent'), rateLimit: 0 });
  };

  beforeAll(async () => {
    under = await testDatabase(accessMigrations);
    app = await moduleWith(RoomsController);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await under.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const get = async (path: string, key?: string) => {
    const answer = await fetch(`${url}/${path}`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const make = (roles: Role[]) =>
    app
      .get(CommandBus)
      .execute(new CreateApiKey({ name: 'ward', roles, units: ['d1-ben-nghe'] }, by));

  test('without a valid key only what is public answers', async () => {
    expect((await get('open')).status).toBe(200);
    for (const key of [undefined, 'nonsense', `tiendo_${'0'.repeat(18)}_${'A'.repeat(43)}`]) {
      expect(await get('read', key)).toMatchObject({
        status: 401,
        body: { code: 'not-authenticated' },
      });
    }
  });

  test('a key tells who asks, and may what its roles may', async () => {
    const { id, key } = await make(['analyst']);
    expect((await get('read', key)).body).toEqual({
      keyId: id,
      name: 'ward',
      roles: ['analyst'],
      units: ['d1-ben-nghe'],
    });
    expect(await get('manage', key)).toMatchObject({
      status: 403,
      body: { code: 'not-permitted' },
    });
    const administrator = await make(['administrator']);
    expect((await get('manage', administrator.key)).status).toBe(200);
  });

  test('a revoked key is refused at once', async () => {
    const { id, key } = await make(['analyst']);
    expect((await get('read', key)).status).toBe(200);
    expect(await app.get(CommandBus).execute(new RevokeApiKey(id, by))).toBe(true);
    expect((await get('read', key)).status).toBe(401);
    expect(await app.get(CommandBus).execute(new RevokeApiKey('nobody', by))).toBe(false);
  });

  test('keys are stored and listed without their secret', async () => {
    const { id, key } = await make(['analyst']);
    const listed = await app.get(QueryBus).execute(new ListApiKeys());
    expect(listed.find((one) => one.id === id)).toMatchObject({ name: 'ward', createdBy: 'admin' });
    const { rows } = await under.database.query(`SELECT api_key::text AS row FROM api_key`);
    expect(JSON.stringify([listed, rows])).not.toContain(key.slice(-43));
  });

  test("the first administrator's key is made once and kept for its owner only", async () => {
    const first = await ensureAdminKey(under.database, clock, dataDir, undefined);
    expect(first.made).toBe(true);
    expect(statSync(first.file!).mode & 0o777).toBe(0o600);
    const second = await ensureAdminKey(under.database, clock, dataDir, undefined);
    expect(second).toMatchObject({ key: first.key, made: false });
    expect((await get('manage', first.key)).status).toBe(200);
    const given = 'a-key-that-the-environment-gives-1234';
    expect(await ensureAdminKey(under.database, clock, dataDir, given)).toEqual({
      key: given,
      made: false,
    });
    expect((await get('manage', given)).status).toBe(200);
  });

  test('an application with a route that declares no permission does not start', async () => {
    const forgetful = await moduleWith(RoomsController, ForgottenController);
    await expect(forgetful.init()).rejects.toThrow('ForgottenController.forgotten');
    await forgetful.close();
  });
});
