import type { Sql } from '#platform';

/** Empties the ledger, before it is written anew from the facts. Refusals found by the ledger are found again. */
export async function forgetReports(tx: Sql): Promise<void> {
  await tx.query(`TRUNCATE report`);
}
