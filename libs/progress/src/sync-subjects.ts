import type { Catalogue, Indicator, Target } from '#catalogue';
import type { Sql } from '#platform';
import type { Unit } from '#units';
import { SUBJECT_COLUMNS, type Subject } from './subjects.js';

/** What should stand: a target with what it is listed under, or a unit without one. */
interface Wanted {
  readonly targetNo: number | null;
  readonly unitNo: number;
  readonly targetId: string | null;
  readonly resolution: string | null;
  readonly programme: string | null;
  readonly sector: string;
  readonly level: string;
}

/** A subject, and whether it has a standing yet. */
export interface KnownSubject extends Subject {
  readonly stands: boolean;
}

const KNOWN = `
  SELECT ${SUBJECT_COLUMNS}, EXISTS (SELECT 1 FROM standing WHERE standing.no = s.no) AS stands
  FROM standing_subject s WHERE indicator_no = $1`;

const REMOVE = `DELETE FROM standing_subject WHERE no = ANY ($1)`;

const ADD = `
  INSERT INTO standing_subject (indicator_no, target_no, unit_no, target_id, resolution, programme,
                                sector, level)
  SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
  RETURNING ${SUBJECT_COLUMNS}, false AS stands`;

/** Only rows that differ are written. */
const CORRECT = `
  UPDATE standing_subject s
  SET target_id = w.target_id, resolution = w.resolution, programme = w.programme, sector = w.sector, level = w.level
  FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS w (target_no, unit_no, target_id, resolution, programme, sector, level)
  WHERE s.indicator_no = $1 AND s.unit_no = w.unit_no AND s.target_no IS NOT DISTINCT FROM w.target_no
    AND (s.target_id, s.resolution, s.programme, s.sector, s.level)
        IS DISTINCT FROM (w.target_id, w.resolution, w.programme, w.sector, w.level)`;

/**
 * What stands of an indicator becomes what the catalogue says: one subject per target, and one per unit
 * that reports the indicator or stands above one that does, and has no target.
 */
export async function syncSubjects(
  tx: Sql,
  catalogue: Catalogue,
  indicatorNo: number,
): Promise<{ standing: readonly KnownSubject[]; fallen: readonly Subject[] }> {
  const { rows: known } = await tx.query<KnownSubject>(KNOWN, [indicatorNo]);
  const indicator = catalogue.indicatorByNo(indicatorNo);
  const wanted = new Map(wantedOf(catalogue, indicator).map((one) => [keyOf(one), one]));
  const kept = known.filter((subject) => wanted.has(keyOf(subject)));
  const fallen = known.filter((subject) => !wanted.has(keyOf(subject)));
  if (fallen.length > 0) await tx.query(REMOVE, [fallen.map((subject) => subject.no)]);
  await tx.query(CORRECT, [
    indicatorNo,
    ...columnsOf(kept.map((one) => wanted.get(keyOf(one)) as Wanted)),
  ]);
  for (const one of kept) wanted.delete(keyOf(one));
  const { rows: added } = await tx.query<KnownSubject>(ADD, [
    indicatorNo,
    ...columnsOf([...wanted.values()]),
  ]);
  return { standing: [...kept, ...added], fallen };
}

function wantedOf(catalogue: Catalogue, indicator: Indicator | undefined): Wanted[] {
  if (!indicator) return [];
  const reporting = reportingUnits(catalogue, indicator);
  return catalogue.units.all().flatMap((unit) => {
    const targets = catalogue.targetsOf(indicator.no, unit.no);
    if (targets.length > 0) return targets.map((target) => wantedFor(indicator, unit, target));
    return reporting.has(unit.no) ? wantedFor(indicator, unit, undefined) : [];
  });
}

function wantedFor({ sector }: Indicator, { no, level }: Unit, target: Target | undefined): Wanted {
  return {
    targetNo: target?.no ?? null,
    unitNo: no,
    targetId: target?.id ?? null,
    resolution: target?.resolution ?? null,
    programme: target?.programme ?? null,
    sector,
    level,
  };
}

/** Units that report the indicator and, where values roll up, all above them. */
function reportingUnits(
  { units }: Catalogue,
  { reportedBy, acrossUnits }: Indicator,
): ReadonlyMap<number, Unit> {
  const found = new Map<number, Unit>();
  for (const unit of units.all().filter(({ level }) => level === reportedBy)) {
    let next: Unit | undefined = unit;
    while (next && !found.has(next.no)) {
      found.set(next.no, next);
      next = acrossUnits === 'own' || !next.parent ? undefined : units.byId(next.parent);
    }
  }
  return found;
}

function keyOf({ targetNo, unitNo }: { targetNo: number | null; unitNo: number }): string {
  return `${targetNo ?? ''}/${unitNo}`;
}

function columnsOf(wanted: readonly Wanted[]): unknown[] {
  const keys = [
    'targetNo',
    'unitNo',
    'targetId',
    'resolution',
    'programme',
    'sector',
    'level',
  ] as const;
  return keys.map((key) => wanted.map((one) => one[key]));
}
