import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';

const REPORTS = 8000;
const CONNECTIONS = 8;

/** What a tutorial would do behind a batch route: one durable INSERT per report, over eight connections. */
export async function insertPerReport(): Promise<number> {
  return withDatabase(async (pool) => {
    await pool.query(
      'CREATE TABLE naive (report_id text PRIMARY KEY, indicator text, unit text, period text, value numeric)',
    );
    const began = performance.now();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async (_, connection) => {
        for (let n = connection; n < REPORTS; n += CONNECTIONS) {
          await pool.query(
            'INSERT INTO naive VALUES ($1, $2, $3, $4, $5) ON CONFLICT (report_id) DO NOTHING',
            [`naive-${n}`, 'budget-revenue', 'town-north', '2024-07', `${n}.5`],
          );
        }
      }),
    );
    return REPORTS / ((performance.now() - began) / 1000);
  });
}

/** A PostgreSQL of its own, so that the baseline shares nothing with what it is compared with. */
export async function withDatabase<Result>(
  work: (pool: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiendo-baseline-'));
  const postgres = await startEmbeddedPostgres(dataDir);
  const pool = new pg.Pool({ connectionString: postgres.url, max: CONNECTIONS });
  try {
    return await work(pool);
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
