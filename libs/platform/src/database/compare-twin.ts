import type { Sql } from './database.js';

/** What of a table has to be the same in its twin: columns as SQL over the table, of the rows that count. */
export interface ComparedTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** A condition on the rows of both, given the name of the twin's schema; without one all rows count. */
  readonly where?: (twin: string) => string;
}

export interface Content {
  readonly rows: number;
  /** The same for the same rows, in whatever order they lie. */
  readonly checksum: string;
}

export interface TableComparison {
  readonly table: string;
  readonly live: Content;
  readonly rebuilt: Content;
  /** Rows that only one of them has; a row that differs is counted on both sides. */
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
}

/** Compares tables with their twins; in a transaction of one snapshot while others write. */
export async function compareTables(
  sql: Sql,
  twin: string,
  tables: readonly ComparedTable[],
): Promise<TableComparison[]> {
  const compared: TableComparison[] = [];
  for (const table of tables) compared.push(await compare(sql, twin, table));
  return compared;
}

async function compare(sql: Sql, twin: string, compared: ComparedTable): Promise<TableComparison> {
  const { table } = compared;
  const live = await contentOf(sql, rowsOf(compared, 'public', twin));
  const rebuilt = await contentOf(sql, rowsOf(compared, twin, twin));
  if (live.rows === rebuilt.rows && live.checksum === rebuilt.checksum) {
    return { table, live, rebuilt, onlyLive: 0, onlyRebuilt: 0 };
  }
  const onlyLive = await onlyIn(sql, compared, 'public', twin, twin);
  const onlyRebuilt = await onlyIn(sql, compared, twin, 'public', twin);
  return { table, live, rebuilt, onlyLive, onlyRebuilt };
}

function rowsOf({ table, columns, where }: ComparedTable, schema: string, twin: string): string {
  const condition = where ? ` WHERE ${where(twin)}` : '';
  return `SELECT ROW(${columns.join(', ')})::text AS row FROM ${schema}.${table}${condition}`;
}

/** A sum of hashes does not depend on the order of rows, and tells two of the same from one and from none. */
async function contentOf(sql: Sql, rows: string): Promise<Content> {
  const { rows: found } = await sql.query<{ rows: string; checksum: string }>(
    `SELECT count(*) AS rows, left(md5(coalesce(sum(hashtextextended(row, 0)), 0)::text), 12) AS checksum
     FROM (${rows}) r`,
  );
  return { rows: Number(found[0]?.rows), checksum: found[0]?.checksum ?? '' };
}

async function onlyIn(
  sql: Sql,
  compared: ComparedTable,
  one: string,
  other: string,
  twin: string,
): Promise<number> {
  const { rows } = await sql.query<{ count: string }>(
    `SELECT count(*) FROM (${rowsOf(compared, one, twin)} EXCEPT ALL ${rowsOf(compared, other, twin)}) r`,
  );
  return Number(rows[0]?.count);
}
