import type { Catalogue, Indicator } from '#catalogue';
import type { Database, Sql } from '#platform';
import { countedStatementsOf } from '#reports';
import { figuresOfWave } from './apply-wave.js';
import { cellsOf } from './cells.js';
import { lookUpExtremes } from './extremes.js';
import { planByIndex } from './plan-by-index.js';
import { takeAlone } from './progress-state.js';
import { wavesOf } from './waves.js';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** The years of the ledger that have a partition of their own are rebuilt one by one. */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  [FIRST_YEAR * 100, 2009_99],
  ...Array.from({ length: 31 }, (_, index): [number, number] => [
    (2010 + index) * 100,
    (2010 + index) * 100 + 99,
  ]),
  [2041_00, LAST_YEAR * 100 + 99],
];

/**
 * Makes the figures of an indicator anew from the statements that count, as its definition and the units
 * now are. Year by year, so that reports wait for no more than one.
 */
export async function rebuildFigures(
  database: Database,
  catalogue: Catalogue,
  indicator: Indicator,
): Promise<void> {
  for (const [from, to] of RANGES) {
    await database.transaction(async (tx) => {
      await takeAlone(tx);
      await planByIndex(tx);
      await rebuildRange(tx, catalogue, indicator, from, to);
    });
  }
}

async function rebuildRange(
  tx: Sql,
  catalogue: Catalogue,
  indicator: Indicator,
  from: number,
  to: number,
): Promise<void> {
  await tx.query(`DELETE FROM figure WHERE indicator_no = $1 AND period BETWEEN $2 AND $3`, [
    indicator.no,
    from,
    to,
  ]);
  const statements = await countedStatementsOf(tx, indicator.no, from, to);
  const cells = statements.map(cellsOf(catalogue)).filter((cell) => cell !== undefined);
  for (const wave of wavesOf(cells)) await figuresOfWave(tx, catalogue, wave);
  await lookUpExtremes(tx, catalogue, cells);
}
