import type { Catalogue } from '#catalogue';
import type { ProgressItem } from '#contracts';
import type { Sql } from '#platform';
import { type Assessed, assessSubjects } from './assess-subjects.js';
import { type About, itemOf, shownOf } from './progress-item.js';
import { shownOfRow, type StoredStanding } from './stored-standing.js';
import type { Subject } from './subjects.js';
import type { Today } from './today.js';

/**
 * Items of the rows, in their order. Where something is assessed its row says it all; of the others the
 * figures are looked up, as they all are when `anew`: for another day than the rows were written for.
 */
export async function itemsOf(
  sql: Sql,
  catalogue: Catalogue,
  rows: readonly StoredStanding[],
  today: Today,
  anew = false,
): Promise<ProgressItem[]> {
  const open = rows.filter((row) => anew || row.period === null);
  const assessed = new Map<number, Assessed>();
  if (open.length > 0) {
    for (const one of await assessSubjects(sql, catalogue, open, today)) {
      assessed.set(one.subject.no, one);
    }
  }
  return rows.flatMap((row) => {
    const about = aboutOf(catalogue, row);
    if (!about) return [];
    const at = today(catalogue.calendarOf(about.indicator));
    const made = assessed.get(row.no);
    const shown = made
      ? shownOf(catalogue, about, made, at)
      : shownOfRow(catalogue, row, about, today);
    return itemOf(about, shown, at);
  });
}

/** Undefined for what the catalogue no longer has. */
export function aboutOf(catalogue: Catalogue, subject: Subject): About | undefined {
  const indicator = catalogue.indicatorByNo(subject.indicatorNo);
  const unit = catalogue.units.byNo(subject.unitNo);
  const target = subject.targetNo === null ? undefined : catalogue.targetByNo(subject.targetNo);
  if (!indicator || !unit || (subject.targetNo !== null && !target)) return undefined;
  return { indicator, unit, target };
}
