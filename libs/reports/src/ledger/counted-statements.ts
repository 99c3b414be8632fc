import type { Sql } from '#platform';
import { STATEMENT_COLUMNS, statementOf, type StatementRow } from './statement-row.js';
import type { Cell, Statement } from './statement.js';

const COUNTED = {
  name: 'counted-statements',
  text: `
    SELECT counted.*
    FROM unnest($1::int[], $2::int[], $3::int[]) AS cell (indicator_no, unit_no, period)
    CROSS JOIN LATERAL (
      SELECT ${STATEMENT_COLUMNS}
      FROM report
      WHERE report.period = cell.period AND report.indicator_no = cell.indicator_no
        AND report.unit_no = cell.unit_no AND withdrawn_offset IS NULL
      ORDER BY official DESC, log_offset DESC
      LIMIT 1
    ) AS counted`,
};

const COUNTED_OF_INDICATOR = `
  SELECT DISTINCT ON (period, unit_no) ${STATEMENT_COLUMNS}
  FROM report
  WHERE indicator_no = $1 AND period BETWEEN $2 AND $3 AND withdrawn_offset IS NULL
  ORDER BY period, unit_no, official DESC, log_offset DESC`;

/**
 * Per cell the statement that counts: the last official that is not withdrawn, else the last estimate
 * that is not withdrawn; nothing for a cell without one.
 */
export async function countedStatements(sql: Sql, cells: readonly Cell[]): Promise<Statement[]> {
  const { rows } = await sql.query<StatementRow>({ ...COUNTED, values: columnsOf(cells) });
  return rows.map(statementOf);
}

/** The statement that counts in every cell of an indicator, for the periods with these numbers and those between. */
export async function countedStatementsOf(
  sql: Sql,
  indicatorNo: number,
  fromPeriod: number,
  toPeriod: number,
): Promise<Statement[]> {
  const values = [indicatorNo, fromPeriod, toPeriod];
  const { rows } = await sql.query<StatementRow>(COUNTED_OF_INDICATOR, values);
  return rows.map(statementOf);
}

/** Cells as the three arrays that `unnest` takes: indicators, units, periods. */
export function columnsOf(cells: readonly Cell[]): number[][] {
  return [
    cells.map((cell) => cell.indicatorNo),
    cells.map((cell) => cell.unitNo),
    cells.map((cell) => cell.period),
  ];
}
