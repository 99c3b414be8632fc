import type { Sql } from '#platform';
import { columnsOf } from './counted-statements.js';
import type { Cell } from './statement.js';

const FIRST_RECEIVED = `
  SELECT cell.indicator_no, cell.unit_no, cell.period, min(received_at) AS at
  FROM unnest($1::int[], $2::int[], $3::int[]) AS cell (indicator_no, unit_no, period)
  JOIN report ON report.period = cell.period AND report.indicator_no = cell.indicator_no
    AND report.unit_no = cell.unit_no
  WHERE withdrawn_offset IS NULL
  GROUP BY cell.indicator_no, cell.unit_no, cell.period`;

interface Row {
  readonly indicator_no: number;
  readonly unit_no: number;
  readonly period: number;
  readonly at: Date;
}

/** When the first statement of each cell that is not withdrawn was received; nothing for a cell without one. */
export async function firstReceived(
  sql: Sql,
  cells: readonly Cell[],
): Promise<(Cell & { readonly at: Date })[]> {
  const { rows } = await sql.query<Row>(FIRST_RECEIVED, columnsOf(cells));
  return rows.map(({ indicator_no, unit_no, period, at }) => ({
    indicatorNo: indicator_no,
    unitNo: unit_no,
    period,
    at,
  }));
}
