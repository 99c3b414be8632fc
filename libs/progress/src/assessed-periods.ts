import type { Catalogue } from '#catalogue';
import type { Sql } from '#platform';
import { assessSubjects } from './assess-subjects.js';
import { assessablePlaces } from './model/assessable.js';
import { assessPeriod } from './model/assess.js';
import type { Assessment } from './model/types.js';
import type { Today } from './today.js';

/**
 * The last assessed periods of targets, each as if it were the latest, oldest first; at most `count` of
 * each target, none for a target that the catalogue does not have.
 */
export async function assessedPeriods(
  sql: Sql,
  catalogue: Catalogue,
  targetNos: readonly number[],
  count: number,
  today: Today,
): Promise<ReadonlyMap<number, readonly Assessment[]>> {
  const subjects = targetNos.flatMap((targetNo) => {
    const target = catalogue.targetByNo(targetNo);
    return target
      ? [{ no: 0, targetNo, indicatorNo: target.indicator.no, unitNo: target.unit.no }]
      : [];
  });
  const found = new Map<number, readonly Assessment[]>();
  for (const { subject, plan, figures } of await assessSubjects(sql, catalogue, subjects, today)) {
    const indicator = catalogue.indicatorByNo(subject.indicatorNo);
    if (!indicator || subject.targetNo === null) continue;
    const at = today(catalogue.calendarOf(indicator));
    const places = assessablePlaces(plan, figures, at).slice(-count);
    found.set(
      subject.targetNo,
      places.map((place) => assessPeriod(plan, figures, at, place)),
    );
  }
  return found;
}
