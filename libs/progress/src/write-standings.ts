import type { Sql } from '#platform';
import { columnsOf } from './sql-arrays.js';
import type { StandingRow } from './standing-row.js';
import type { Subject } from './subjects.js';

export type Standing = Subject & StandingRow;

const COLUMNS: Readonly<Record<keyof Standing, readonly [name: string, type: string]>> = {
  no: ['no', 'int'],
  targetNo: ['target_no', 'int'],
  indicatorNo: ['indicator_no', 'int'],
  unitNo: ['unit_no', 'int'],
  windowFrom: ['window_from', 'int'],
  windowTo: ['window_to', 'int'],
  period: ['period', 'int'],
  reported: ['reported', 'int'],
  due: ['due', 'int'],
  estimates: ['estimates', 'int'],
  carriedPeriods: ['carried_periods', 'int'],
  revisitOn: ['revisit_on', 'date'],
  nextDeadline: ['next_deadline', 'date'],
  verdict: ['verdict', 'smallint'],
  memory: ['memory', '"char"'],
  fold: ['fold', '"char"'],
  tainted: ['tainted', 'boolean'],
  offset: ['log_offset', 'bigint'],
  actual: ['actual', 'numeric'],
  carriedAmount: ['carried_amount', 'numeric'],
  carriedDenominator: ['carried_denominator', 'numeric'],
  expected: ['expected', 'numeric'],
  paceZero: ['pace_zero', 'numeric'],
  paceOne: ['pace_one', 'numeric'],
};

const KEYS = Object.keys(COLUMNS) as (keyof Standing)[];
const NAMES = KEYS.map((key) => COLUMNS[key][0]);
const ARRAYS = KEYS.map((key, place) => `$${place + 1}::${COLUMNS[key][1]}[]`);

const WRITE_STANDINGS = {
  name: 'write-standings',
  text: `
    INSERT INTO standing (${NAMES.join(', ')})
    SELECT * FROM unnest(${ARRAYS.join(', ')})
    ON CONFLICT (no) DO UPDATE SET (${NAMES.slice(1).join(', ')})
      = ROW (${NAMES.slice(1)
        .map((name) => `excluded.${name}`)
        .join(', ')})`,
};

/** Writes where subjects stand, whether they stood somewhere before or not. */
export async function writeStandings(tx: Sql, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return;
  await tx.query({ ...WRITE_STANDINGS, values: columnsOf(standings, KEYS) });
}
