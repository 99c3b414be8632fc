import type { Sql } from '#platform';
import type { Unit, UnitTree } from '#units';
import { columnsOf } from './sql-arrays.js';

const FOREVER = 'infinity';

interface Above {
  readonly unitNo: number;
  readonly ancestorNo: number;
  readonly validFrom: string;
  readonly validTo: string;
}

interface Due {
  readonly unitNo: number;
  readonly level: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly due: number;
}

const WRITE_ANCESTRY = `
  INSERT INTO ancestry (unit_no, ancestor_no, valid_from, valid_to)
  SELECT * FROM unnest($1::int[], $2::int[], $3::date[], $4::date[])`;

const WRITE_DUE_COUNTS = `
  INSERT INTO due_count (unit_no, level, valid_from, valid_to, due)
  SELECT * FROM unnest($1::int[], $2::text[], $3::date[], $4::date[], $5::int[])`;

/** Writes anew who stands above whom, and how many have to report below each unit. */
export async function writeAncestry(tx: Sql, units: UnitTree): Promise<void> {
  await tx.query(`DELETE FROM ancestry`);
  await tx.query(`DELETE FROM due_count`);
  const above = units.all().flatMap((unit) => aboveOf(unit, units));
  await tx.query(
    WRITE_ANCESTRY,
    columnsOf(above, ['unitNo', 'ancestorNo', 'validFrom', 'validTo']),
  );
  await tx.query(
    WRITE_DUE_COUNTS,
    columnsOf(dueBelow(units), ['unitNo', 'level', 'validFrom', 'validTo', 'due']),
  );
  await tx.query(`ANALYZE ancestry, due_count`);
}

/** The units above, each for the days on which both are there. */
function aboveOf(unit: Unit, units: UnitTree): Above[] {
  return ancestorsOf(unit, units).flatMap((ancestor) => {
    const validFrom = unit.validFrom > ancestor.validFrom ? unit.validFrom : ancestor.validFrom;
    const ends = [unit.validTo ?? FOREVER, ancestor.validTo ?? FOREVER].sort();
    const validTo = ends[0] as string;
    return validFrom < validTo
      ? { unitNo: unit.no, ancestorNo: ancestor.no, validFrom, validTo }
      : [];
  });
}

function ancestorsOf(unit: Unit, units: UnitTree): Unit[] {
  const found: Unit[] = [];
  let parent = unit.parent;
  while (parent !== undefined) {
    const ancestor = units.byId(parent) as Unit;
    found.push(ancestor);
    parent = ancestor.parent;
  }
  return found;
}

/** Between two days on which a unit below begins or ends the count stays the same. */
function dueBelow(units: UnitTree): Due[] {
  const turns = new Map<number, Map<string, Map<string, number>>>();
  for (const unit of units.all()) {
    for (const { no } of ancestorsOf(unit, units)) {
      const ofUnit = entryOf(turns, no, () => new Map<string, Map<string, number>>());
      const days = entryOf(ofUnit, unit.level, () => new Map<string, number>());
      days.set(unit.validFrom, (days.get(unit.validFrom) ?? 0) + 1);
      const end = unit.validTo ?? FOREVER;
      days.set(end, (days.get(end) ?? 0) - 1);
    }
  }
  return [...turns].flatMap(([unitNo, levels]) =>
    [...levels].flatMap(([level, days]) =>
      spansOf(days).map((span) => ({ unitNo, level, ...span })),
    ),
  );
}

function spansOf(turns: ReadonlyMap<string, number>): Omit<Due, 'unitNo' | 'level'>[] {
  const days = [...turns.keys()].sort();
  let due = 0;
  return days.slice(0, -1).map((validFrom, index) => {
    due += turns.get(validFrom) ?? 0;
    return { validFrom, validTo: days[index + 1] as string, due };
  });
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
