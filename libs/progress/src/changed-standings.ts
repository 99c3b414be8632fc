import type { Sql } from '#platform';

/** A moment of the database by its transactions, and the tables that were the live ones then. */
export interface Moment {
  /** Every transaction before this one had ended. */
  readonly before: string;
  /** No transaction from this one on had ended. */
  readonly until: string;
  /** Changes when tables that were made anew have taken over. */
  readonly table: string;
}

const MOMENT = {
  name: 'moment',
  text: `
    SELECT pg_snapshot_xmin(s)::text AS before, pg_snapshot_xmax(s)::text AS until,
           'standing'::regclass::oid::text AS "table"
    FROM pg_current_snapshot() s`,
};

export async function momentNow(sql: Sql): Promise<Moment> {
  const { rows } = await sql.query<Moment>(MOMENT);
  return rows[0] as Moment;
}

/**
 * PostgreSQL keeps with each row which transaction wrote it: whoever it was, and without a column or an
 * index that they would have to write. The rows are read through for it, which takes little: they are few
 * and small. Where the number is from so long ago that it is used anew, a row is answered too many.
 */
const WRITTEN_SINCE = {
  name: 'standings-written-since',
  text: `
    SELECT target_no AS no FROM standing
    WHERE target_no IS NOT NULL AND age(xmin) <= age($1::xid8::xid)`,
};

const ALL = {
  name: 'standings-of-targets',
  text: `SELECT target_no AS no FROM standing WHERE target_no IS NOT NULL`,
};

/** The targets whose standing was written by transactions that had not ended at a moment; some are among them that had. */
export async function targetsWrittenSince(sql: Sql, since: Moment, now: Moment): Promise<number[]> {
  const nobodyWrote = since.before === since.until && since.until === now.until;
  return nobodyWrote ? [] : nosOf(sql, { ...WRITTEN_SINCE, values: [since.before] });
}

export function allTargets(sql: Sql): Promise<number[]> {
  return nosOf(sql, ALL);
}

async function nosOf(
  sql: Sql,
  query: { name: string; text: string; values?: unknown[] },
): Promise<number[]> {
  const { rows } = await sql.query<{ no: number }>(query);
  return rows.map(({ no }) => no);
}
