import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Migration } from '#platform';
import { allMigrations } from '#application';
import { schemaOf } from '../support/schema.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

describe('the schema', () => {
  let migrations: readonly Migration[];
  let under: TestDatabase;
  beforeAll(async () => {
    migrations = allMigrations;
    under = await testDatabase(migrations);
  });
  afterAll(() => under.drop());

  test('docs/schema.sql is what the migrations make (npm run generate)', async () => {
    expect(readFileSync('docs/schema.sql', 'utf8')).toBe(await schemaOf(under.database));
  });

  test('every migration file is exported by its lib, and no two have one time', () => {
    const files = readdirSync('libs', { recursive: true, encoding: 'utf8' })
      .map((path) => /\/migrations\/.*-(\d{13})\.ts$/.exec(path)?.[1])
      .filter((time) => time !== undefined);
    const exported = migrations.map((migration) => migration.name.slice(-13));
    expect([...exported].sort()).toEqual([...files].sort());
    expect(new Set(exported).size).toBe(exported.length);
  });
});
