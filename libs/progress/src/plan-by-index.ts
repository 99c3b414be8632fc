import type { Sql } from '#platform';

/**
 * For the rest of the transaction rows are found by key, whatever the statistics say: a plan made while
 * the tables were empty would read them whole for every batch.
 */
export async function planByIndex(tx: Sql): Promise<void> {
  await tx.query(`
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
    SET LOCAL enable_bitmapscan = off; SET LOCAL work_mem = '64MB'`);
}
