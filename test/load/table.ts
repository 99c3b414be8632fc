/** One line of the bench table: a figure beside the machine's own baseline of the same run. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly baseline: string;
  /** What is compared with the target, in the target's own unit. */
  readonly measured: number;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  readonly unit: '×' | '%' | 'ms' | 's' | 'MB';
}

export function rowMet(row: Row): boolean {
  return 'atLeast' in row.target
    ? row.measured >= row.target.atLeast
    : row.measured <= row.target.atMost;
}

/** The table as Markdown, ready for test/load/README.md. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const target = 'atLeast' in row.target ? `≥ ${row.target.atLeast}` : `≤ ${row.target.atMost}`;
    const measured = row.measured.toFixed(row.measured < 10 ? 2 : 0);
    return `| ${row.what} | ${row.figure} | ${row.baseline} | ${measured} ${row.unit} | ${target} ${row.unit} | ${rowMet(row) ? 'met' : 'missed'} |`;
  });
  return [
    '| what | figure | baseline of the same run | measured | target | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`;

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor((share / 100) * sorted.length));
  return sorted[index] ?? Number.NaN;
}
