import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sql } from '#platform';
import { eventually } from '../support/eventually.js';
import { type TestDatabase, testDatabase } from '../support/test-database.js';

describe('a transaction', () => {
  let under: TestDatabase;
  beforeAll(async () => {
    under = await testDatabase([]);
  });
  afterAll(() => under.drop());

  const processOf = async (sql: Sql) => {
    const { rows } = await sql.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid`);
    return rows[0]!.pid;
  };
  const isThere = async (pid: number) => {
    const { rowCount } = await under.database.query(`SELECT FROM pg_stat_activity WHERE pid = $1`, [
      pid,
    ]);
    return rowCount === 1;
  };

  test('whose connection is cut between two queries fails, and the next one goes on', async () => {
    const cut = under.database.transaction(async (tx) => {
      const pid = await processOf(tx);
      await under.database.query(`SELECT pg_terminate_backend($1)`, [pid]);
      await eventually('it has gone', async () => !(await isThere(pid)));
      await tx.query(`SELECT 1`);
    });
    await expect(cut).rejects.toThrow();
    expect(await under.database.transaction(processOf)).toBeGreaterThan(0);
  });
});
