import type { AcceptedReport } from '#contracts';

/** (indicator, unit, period) by their numbers in tables. */
export interface Cell {
  readonly indicatorNo: number;
  readonly unitNo: number;
  readonly period: number;
}

/** A report as the ledger keeps it. Amounts are canonical decimals; `offset` is its position in the log. */
export interface Statement extends Cell {
  readonly reportId: string;
  readonly official: boolean;
  /** The value, a ratio's numerator, or 100 for done and 0 for not done. */
  readonly amount: string;
  readonly denominator: string | null;
  readonly offset: number;
}

export function amountOf({ value, numerator, done }: AcceptedReport): string {
  if (done !== undefined) return done ? '100' : '0';
  return numerator ?? value ?? '0';
}
