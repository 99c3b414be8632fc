import type { CatalogueChanged } from '#contracts';
import type { Sql } from '#platform';
import type { Change } from './model/changes.js';
import type { Collection } from './model/collection.js';

/** A document as it is kept; `no` is its short identity in every table. */
export interface DocumentRow {
  readonly no: number;
  readonly collection: Collection;
  readonly code: string;
  readonly body: unknown;
  readonly ended: boolean;
}

/** A version of the whole: who made it, when and why, and what it changed. */
export interface NewVersion {
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly why: string | undefined;
  readonly correlationId: string;
  readonly changes: CatalogueChanged;
}

const PAGE = 20_000;
const CHUNK = 10_000;

const NEWEST_VERSION = `SELECT coalesce(max(version), 0) AS version FROM reference_version`;

/** Versions are never changed, so pages of one version fit together whatever is applied meanwhile. */
const CHANGED_BETWEEN = `
  SELECT document.no, collection, code, latest.body, latest.ended
  FROM (
    SELECT DISTINCT ON (document_no) document_no, body, ended
    FROM document_version
    WHERE reference_version > $1 AND reference_version <= $2 AND document_no > $3
    ORDER BY document_no, version DESC
    LIMIT ${PAGE}
  ) AS latest
  JOIN document ON document.no = latest.document_no
  ORDER BY document.no`;

const INSERT_VERSION = `
  INSERT INTO reference_version (version, at, by, why, correlation_id, changes)
  VALUES ($1, $2, $3, $4, $5, $6)`;

const WRITE_DOCUMENTS = `
  WITH written AS (
    INSERT INTO document AS kept (collection, code, version, reference_version, body, ended)
    SELECT collection, code, 1, $1, body, ended
    FROM jsonb_to_recordset($2::jsonb) AS given (collection text, code text, body jsonb, ended bool)
    ON CONFLICT (collection, code) DO UPDATE SET
      version = kept.version + 1,
      reference_version = excluded.reference_version,
      body = excluded.body,
      ended = excluded.ended
    RETURNING no, version, reference_version, body, ended
  )
  INSERT INTO document_version (document_no, version, reference_version, body, ended)
  SELECT no, version, reference_version, body, ended FROM written`;

/** The version that the reference data has now; 0 before anything was applied. */
export async function newestVersion(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ version: number }>(NEWEST_VERSION);
  return rows[0]?.version ?? 0;
}

/** The documents that changed after one version and up to another, each as it is in the later one. */
export async function* changedBetween(
  sql: Sql,
  after: number,
  upTo: number,
): AsyncIterableIterator<readonly DocumentRow[]> {
  for (let last = 0; ;) {
    const { rows } = await sql.query<DocumentRow & { no: number }>(CHANGED_BETWEEN, [
      after,
      upTo,
      last,
    ]);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.no ?? last;
  }
}

/** Writes one version of the whole with every document that it changes. */
export async function writeVersion(
  tx: Sql,
  made: NewVersion,
  changes: readonly Change[],
): Promise<void> {
  const { version, at, by, why, correlationId } = made;
  const changed = JSON.stringify(made.changes);
  await tx.query(INSERT_VERSION, [version, at, by, why ?? null, correlationId, changed]);
  for (let start = 0; start < changes.length; start += CHUNK) {
    const rows = changes.slice(start, start + CHUNK).map(({ collection, code, body, outcome }) => ({
      collection,
      code,
      body: { ...body, no: undefined },
      ended: outcome === 'ended',
    }));
    await tx.query(WRITE_DOCUMENTS, [version, JSON.stringify(rows)]);
  }
}
