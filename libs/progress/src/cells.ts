import { type Catalogue, frequencyOf, periodOf } from '#catalogue';
import type { Sql } from '#platform';
import { countedStatements, type Recording, type Statement } from '#reports';

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
  const slots = new Map<string, Slot | undefined>();
  const slotOf = ({ indicatorNo, period }: Place): Slot | undefined => {
    const key = `${indicatorNo}/${period}`;
    if (!slots.has(key)) slots.set(key, newSlot(catalogue, indicatorNo, period));
    return slots.get(key);
  };
  return (counted) => {
    const slot = slotOf(counted);
    const unit = catalogue.units.byNo(counted.unitNo);
    if (!slot || unit?.level !== slot.level) return undefined;
    const due = catalogue.units.validOn(unit, slot.lastDay) ? 1 : 0;
    return 'amount' in counted ? said(counted, due) : emptied(counted, slot, due);
  };
}

/** What holds for an indicator in a period, whichever unit reports. */
interface Slot {
  readonly level: string;
  readonly lastDay: string;
  readonly isRatio: boolean;
}

function newSlot(catalogue: Catalogue, indicatorNo: number, no: number): Slot | undefined {
  const indicator = catalogue.indicatorByNo(indicatorNo);
  const period = periodOf(no);
  if (!indicator || frequencyOf(period) !== indicator.frequency) return undefined;
  const lastDay = catalogue.calendarOf(indicator).lastDay(period);
  return { level: indicator.reportedBy, lastDay, isRatio: indicator.value === 'ratio' };
}

function said(counted: Statement, due: number): CountedCell {
  const { indicatorNo, unitNo, period, official, amount, denominator, offset } = counted;
  return { indicatorNo, unitNo, period, reported: 1, due, official, amount, denominator, offset };
}

function emptied({ indicatorNo, unitNo, period }: Place, slot: Slot, due: number): CountedCell {
  return {
    indicatorNo,
    unitNo,
    period,
    reported: 0,
    due,
    official: false,
    amount: '0',
    denominator: slot.isRatio ? '0' : null,
    offset: 0,
  };
}

function keyOf({ indicatorNo, unitNo, period }: Place): string {
  return `${indicatorNo}/${unitNo}/${period}`;
}
