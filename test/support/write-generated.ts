import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database, environmentExample, migrate, startEmbeddedPostgres } from '#platform';
import { MESSAGES } from '#contracts';
import { asyncApiText } from './asyncapi.js';
import { httpBodies, openApiText } from './openapi.js';
import { allMigrations } from '#application';
import { schemaOf } from './schema.js';
import { renewHistory } from './schema-history.js';

/** Writes the files that are generated from code and checked in; tests say when they are stale. */
const broken = renewHistory('docs/schemas', [...MESSAGES, ...httpBodies()]);
if (broken.length > 0) {
  process.stderr.write(
    `Who knows an earlier version would not understand this; give it a type of a new version.\n${broken.join('\n')}\n`,
  );
  process.exit(1);
}
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
writeFileSync('docs/asyncapi.yaml', asyncApiText());
