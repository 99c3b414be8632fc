import type { Statement } from './statement.js';

/** The columns of `report` that make a statement. */
export const STATEMENT_COLUMNS =
  'report_id, indicator_no, unit_no, period, official, amount, denominator, log_offset';

export interface StatementRow {
  readonly report_id: string;
  readonly indicator_no: number;
  readonly unit_no: number;
  readonly period: number;
  readonly official: boolean;
  readonly amount: string;
  readonly denominator: string | null;
  readonly log_offset: string;
}

export function statementOf(row: StatementRow): Statement {
  return {
    reportId: row.report_id,
    indicatorNo: row.indicator_no,
    unitNo: row.unit_no,
    period: row.period,
    official: row.official,
    amount: row.amount,
    denominator: row.denominator,
    offset: Number(row.log_offset),
  };
}
