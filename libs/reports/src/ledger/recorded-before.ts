import type { Sql } from '#platform';

const RECORDED = `SELECT report_id, fingerprint, log_offset FROM report WHERE report_id = ANY ($1)`;

interface Row {
  readonly report_id: string;
  readonly fingerprint: string;
  readonly log_offset: string;
}

/** Of these ids those that the ledger has, with the content in short and its position. */
export async function recordedBefore(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly fingerprint: string; readonly position: number }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<Row>(RECORDED, [ids]);
  return new Map(
    rows.map(({ report_id, fingerprint, log_offset }) => [
      report_id,
      { fingerprint, position: Number(log_offset) },
    ]),
  );
}
