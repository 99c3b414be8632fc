import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database, environmentExample, migrate, startEmbeddedPostgres } from '#platform';
import { openApiText } from './openapi.js';
import { allMigrations } from '#application';
import { schemaOf } from './schema.js';

/** Writes the files that are generated from code and checked in; tests say when they are stale. */
const folder = mkdtempSync(join(tmpdir(), 'tiendo-schema-'));
const postgres = await startEmbeddedPostgres(folder);
try {
  await migrate(postgres.url, allMigrations);
  const pool = new pg.Pool({ connectionString: postgres.url });
  pool.on('error', () => undefined);
  writeFileSync('docs/schema.sql', await schemaOf(new Database(pool)));
  await pool.end();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync('.env.example', environmentExample());
writeFileSync('docs/openapi.json', openApiText());
