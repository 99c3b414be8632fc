// One embedded PostgreSQL for all system tests; each test file gets databases of its own in it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/libs/platform/src/index.js';

export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-test-'));
  const postgres = await startEmbeddedPostgres(folder, {
    max_connections: '200',
    synchronous_commit: 'on',
  });
  globalThis.__TIENDO_POSTGRES__ = { folder, postgres };
  process.env.TIENDO_TEST_DATABASE_URL = postgres.url;
}
