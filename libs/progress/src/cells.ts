import { type Catalogue, frequencyOf, type Indicator, periodOf } from '#catalogue';
import type { Sql } from '#platform';
import { countedStatements, type Recording, type Statement } from '#reports';
import type { Unit } from '#units';

/** What counts for one unit, indicator and period after a batch. */
export interface CountedCell {
  readonly indicatorNo: number;
  readonly unitNo: number;
  readonly period: number;
  /** 0 where everything was withdrawn. */
  readonly reported: number;
  /** 0 where the unit is not there on the period's last day. */
  readonly due: number;
  readonly official: boolean;
  readonly amount: string;
  readonly denominator: string | null;
  readonly offset: number;
}

export interface CellsOfBatch {
  readonly cells: readonly CountedCell[];
  /** Cells of which something was withdrawn: whatever counts now replaces what counted. */
  readonly reopened: readonly Place[];
}

type Place = Recording['withdrawnCells'][number];

/** The cells that a batch changes, each with the statement that counts among those of the batch. */
export async function countedCells(
  tx: Sql,
  { statements, withdrawnCells }: Recording,
  catalogue: Catalogue,
): Promise<CellsOfBatch> {
  const counted = new Map<string, Statement>();
  for (const statement of statements) {
    const key = keyOf(statement);
    if (statement.official || counted.get(key)?.official !== true) counted.set(key, statement);
  }
  const cellOf = cellsOf(catalogue);
  const reopened = [...new Map(withdrawnCells.map((place) => [keyOf(place), place])).values()];
  if (reopened.length > 0) {
    for (const place of reopened) counted.delete(keyOf(place));
    for (const one of await countedStatements(tx, reopened)) counted.set(keyOf(one), one);
  }
  const emptied = reopened.filter((place) => !counted.has(keyOf(place)));
  const cells = [...counted.values(), ...emptied].map(cellOf).filter((cell) => cell !== undefined);
  return { cells, reopened };
}

/**
 * Makes a cell of what counts in it. Undefined where the catalogue, as it is now, has no place for it: the
 * unit is of another level than reports the indicator, or the period of another frequency.
 */
export function cellsOf(
  catalogue: Catalogue,
): (counted: Statement | Place) => CountedCell | undefined {
  return (counted) => {
    const indicator = catalogue.indicatorByNo(counted.indicatorNo);
    const unit = catalogue.units.byNo(counted.unitNo);
    const period = periodOf(counted.period);
    if (!indicator || unit?.level !== indicator.reportedBy) return undefined;
    if (frequencyOf(period) !== indicator.frequency) return undefined;
    const due = isDue(catalogue, indicator, unit, period) ? 1 : 0;
    return { ...contentOf(counted, indicator), ...placeOf(counted), due };
  };
}

function contentOf(counted: Statement | Place, indicator: Indicator) {
  if ('amount' in counted) {
    const { official, amount, denominator, offset } = counted;
    return { reported: 1, official, amount, denominator, offset };
  }
  const denominator = indicator.value === 'ratio' ? '0' : null;
  return { reported: 0, official: false, amount: '0', denominator, offset: 0 };
}

function placeOf({ indicatorNo, unitNo, period }: Place): Place {
  return { indicatorNo, unitNo, period };
}

function isDue(catalogue: Catalogue, indicator: Indicator, unit: Unit, period: string): boolean {
  const lastDay = catalogue.calendarOf(indicator).lastDay(period);
  return catalogue.units.validOn(unit, lastDay);
}

function keyOf({ indicatorNo, unitNo, period }: Place): string {
  return `${indicatorNo}/${unitNo}/${period}`;
}
