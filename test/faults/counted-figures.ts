import { Decimal } from 'decimal.js';
import type { FigureRow, LogRow } from './aftermath.js';

interface Counted {
  readonly amount: Decimal;
  readonly denominator: Decimal | null;
}

/**
 * The figures that follow from the facts, computed anew and simply: per cell the last official statement
 * that was not withdrawn, else the last estimate; the town is the sum of its wards.
 */
export function countedFigures(facts: readonly LogRow[]): string[] {
  const withdrawn = new Set(
    facts.filter(({ type }) => type.includes('withdrawn')).map(({ data }) => data['reportId']),
  );
  const counted = new Map<string, { official: boolean; value: Counted }>();
  for (const { type, data } of facts) {
    if (!type.includes('accepted') || withdrawn.has(data['reportId'])) continue;
    const cell = `${data['indicator']} ${data['unit']} ${data['period']}`;
    const official = data['standing'] === 'official';
    if (counted.get(cell)?.official && !official) continue;
    counted.set(cell, { official, value: valueOf(data) });
  }
  const figures = new Map<string, Counted & { reported: number }>();
  for (const [cell, { value }] of counted) {
    const [indicator, unit, period] = cell.split(' ');
    add(figures, `${indicator} ${unit} ${period}`, value);
    add(figures, `${indicator} town ${period}`, value);
  }
  return [...figures].map(([cell, sum]) => lineOf(cell, sum)).sort();
}

/** The same lines for the figures that the projection has written. */
export function writtenFigures(figures: readonly FigureRow[]): string[] {
  return figures
    .map(({ indicator, unit, period, amount, denominator, reported }) =>
      lineOf(`${indicator} ${unit} ${periodOf(period)}`, {
        amount: new Decimal(amount),
        denominator: denominator === null ? null : new Decimal(denominator),
        reported,
      }),
    )
    .sort();
}

function valueOf(data: Record<string, string>): Counted {
  const { value, numerator, denominator } = data;
  return value === undefined
    ? { amount: new Decimal(numerator ?? 0), denominator: new Decimal(denominator ?? 0) }
    : { amount: new Decimal(value), denominator: null };
}

function add(
  figures: Map<string, Counted & { reported: number }>,
  cell: string,
  value: Counted,
): void {
  const before = figures.get(cell);
  figures.set(cell, {
    amount: value.amount.plus(before?.amount ?? 0),
    denominator: value.denominator && value.denominator.plus(before?.denominator ?? 0),
    reported: (before?.reported ?? 0) + 1,
  });
}

function lineOf(
  cell: string,
  { amount, denominator, reported }: Counted & { reported: number },
): string {
  return `${cell}: ${amount.toFixed()} / ${denominator?.toFixed() ?? '-'} (${reported})`;
}

function periodOf(no: number): string {
  const [year, slot] = [Math.floor(no / 100), no % 100];
  return slot > 12 ? `${year}-Q${slot - 20}` : `${year}-${String(slot).padStart(2, '0')}`;
}
