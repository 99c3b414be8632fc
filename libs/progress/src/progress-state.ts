import type { Catalogue, CurrentCatalogue } from '#catalogue';
import type { Sql } from '#platform';

/**
 * Names the lock that reports share and that changes of the read models' shape take alone. The tables of
 * another schema have another: a rebuild and the live projection do not wait for one another.
 */
const LOCK = `hashtextextended('tiendo.progress/' || current_schema(), 0)`;

/**
 * Until the transaction ends the read models keep the shape they have. Answers the version of reference
 * data they follow; it is read after the lock is there, not with it, so that it is not an older one.
 */
export async function holdShape(tx: Sql): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
  return versionOf(tx);
}

/** Until the transaction ends nobody else writes to the read models. */
export async function takeAlone(tx: Sql): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
  return versionOf(tx);
}

/** The catalogue of exactly the version that the read models follow. */
export async function followed(catalogues: CurrentCatalogue, sql: Sql): Promise<Catalogue> {
  return catalogues.load(await versionOf(sql), sql);
}

/** Remembers the latest day by which anything was judged: it tells when a clock has gone back. */
export async function judgedBy(tx: Sql, day: string): Promise<void> {
  await tx.query({
    name: 'judged-by',
    text: `UPDATE progress_state SET revisited_on = $1 WHERE revisited_on IS NULL OR revisited_on < $1`,
    values: [day],
  });
}

export async function follow(tx: Sql, version: number): Promise<void> {
  await tx.query(`UPDATE progress_state SET catalogue_version = $1`, [version]);
}

async function versionOf(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ version: number }>({
    name: 'followed-version',
    text: `SELECT catalogue_version AS version FROM progress_state`,
  });
  return rows[0]?.version ?? 0;
}
