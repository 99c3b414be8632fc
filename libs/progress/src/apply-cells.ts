import type { Catalogue } from '#catalogue';
import type { Sql } from '#platform';
import { applyWave } from './apply-wave.js';
import { restandSubjects } from './assess-subjects.js';
import type { CellsOfBatch } from './cells.js';
import { lookUpExtremes } from './extremes.js';
import { REOPEN_CELLS } from './own-figures.js';
import { planByIndex } from './plan-by-index.js';
import { columnsOf } from './sql-arrays.js';
import { type Subject, subjectsAt, subjectsOf } from './subjects.js';
import type { Today } from './today.js';
import { wavesOf } from './waves.js';

/** Brings figures, roll-ups and standings up to what counts in the cells. */
export async function applyCells(
  tx: Sql,
  catalogue: Catalogue,
  { cells, reopened }: CellsOfBatch,
  today: Today,
): Promise<void> {
  if (cells.length === 0) return;
  await planByIndex(tx);
  if (reopened.length > 0) {
    const places = columnsOf(reopened, ['period', 'indicatorNo', 'unitNo']);
    await tx.query({ ...REOPEN_CELLS, values: places });
  }
  const slow: number[] = [];
  for (const wave of wavesOf(cells)) slow.push(...(await applyWave(tx, catalogue, wave, today)));
  const extremes = await lookUpExtremes(tx, catalogue, cells);
  const subjects = new Map<number, Subject>();
  if (slow.length > 0) for (const one of await subjectsOf(tx, slow)) subjects.set(one.no, one);
  if (extremes.length > 0)
    for (const one of await subjectsAt(tx, extremes)) subjects.set(one.no, one);
  if (subjects.size > 0) await restandSubjects(tx, catalogue, [...subjects.values()], today);
}
