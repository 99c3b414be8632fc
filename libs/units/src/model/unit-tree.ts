import type { UnitDocument } from '#contracts';

/** An organisation unit; `no` is its short identity in tables, `id` the one people use, `code` the official one that is re-used. */
export interface Unit extends UnitDocument {
  readonly no: number;
}

/**
 * Who reports, through time. Days are ISO days. A code means something only with a day; a unit is there
 * from `validFrom` up to, and not including, `validTo`. Throws when a parent is not among the units.
 */
export class UnitTree {
  private readonly units: readonly Unit[];
  private readonly ids = new Map<string, Unit>();
  private readonly numbers = new Map<number, Unit>();
  private readonly codes = new Map<string, Unit[]>();
  private readonly children = new Map<string, Unit[]>();
  /** The days on which some unit begins or ends: between two of them nothing changes. */
  private readonly turns: readonly string[];
  private readonly ancestorsBySpan = new Map<number, Map<number, readonly number[]>>();
  private readonly dueBySpan = new Map<string, Map<number, number>>();

  constructor(units: readonly Unit[]) {
    this.units = units;
    for (const unit of units) {
      this.ids.set(unit.id, unit);
      this.numbers.set(unit.no, unit);
      append(this.codes, unit.code, unit);
      if (unit.parent !== undefined) append(this.children, unit.parent, unit);
    }
    for (const parent of this.children.keys()) {
      if (!this.ids.has(parent)) throw new Error(`The unit ${parent} is a parent and not there.`);
    }
    this.turns = [...new Set(units.flatMap((u) => [u.validFrom, u.validTo ?? u.validFrom]))].sort();
  }

  all(): readonly Unit[] {
    return this.units;
  }

  byId(id: string): Unit | undefined {
    return this.ids.get(id);
  }

  byNo(no: number): Unit | undefined {
    return this.numbers.get(no);
  }

  /** The unit that carries the official code on that day. */
  byCode(code: string, on: string): Unit | undefined {
    return this.codes.get(code)?.find((unit) => isValid(unit, on));
  }

  /** Every unit that has, had or will have the official code. */
  everByCode(code: string): readonly Unit[] {
    return this.codes.get(code) ?? [];
  }

  validOn(unit: Unit, on: string): boolean {
    return isValid(unit, on);
  }

  /** The units directly below, whatever the day. */
  childrenOf(unitId: string): readonly Unit[] {
    return this.children.get(unitId) ?? [];
  }

  /** The numbers of the units above that are valid on the day, nearest first, without the unit itself. */
  ancestors(unitNo: number, on: string): readonly number[] {
    const span = this.spanOf(on);
    const known = entryOf(this.ancestorsBySpan, span, () => new Map<number, readonly number[]>());
    return entryOf(known, unitNo, () =>
      this.above(unitNo)
        .filter((unit) => isValid(unit, on))
        .map((unit) => unit.no),
    );
  }

  /** Whether the unit is one of the scope or below one of them, whatever the day. */
  isWithin(unitId: string, scope: readonly string[]): boolean {
    let unit = this.ids.get(unitId);
    while (unit) {
      if (scope.includes(unit.id)) return true;
      unit = unit.parent === undefined ? undefined : this.ids.get(unit.parent);
    }
    return false;
  }

  /** How many units of a level, in the unit's subtree (itself included), are valid on the day. */
  dueCount(unitNo: number, level: string, on: string): number {
    const span = this.spanOf(on);
    const counts = entryOf(this.dueBySpan, `${span}/${level}`, () => this.countDue(level, on));
    return counts.get(unitNo) ?? 0;
  }

  /** The units of a level, in the unit's subtree (itself included), that are valid on the day. */
  dueUnits(unitId: string, level: string, on: string): readonly Unit[] {
    return this.subtree(unitId).filter((unit) => unit.level === level && isValid(unit, on));
  }

  /** The unit and all below it, parents before children, whatever the day; empty for an unknown unit. */
  subtree(unitId: string): readonly Unit[] {
    const root = this.ids.get(unitId);
    const found: Unit[] = root ? [root] : [];
    for (let next = 0; next < found.length; next += 1) {
      found.push(...this.childrenOf((found[next] as Unit).id));
    }
    return found;
  }

  private above(unitNo: number): Unit[] {
    const found: Unit[] = [];
    let parent = this.numbers.get(unitNo)?.parent;
    while (parent !== undefined) {
      const unit = this.ids.get(parent) as Unit;
      found.push(unit);
      parent = unit.parent;
    }
    return found;
  }

  private countDue(level: string, on: string): Map<number, number> {
    const counts = new Map<number, number>();
    for (const unit of this.units) {
      if (unit.level !== level || !isValid(unit, on)) continue;
      for (const { no } of [unit, ...this.above(unit.no)])
        counts.set(no, (counts.get(no) ?? 0) + 1);
    }
    return counts;
  }

  /** How many turns lie on or before the day; days with the same answer see the same tree. */
  private spanOf(on: string): number {
    let low = 0;
    let high = this.turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.turns[middle] as string) <= on) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isValid(unit: Unit, on: string): boolean {
  return unit.validFrom <= on && (unit.validTo === undefined || on < unit.validTo);
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
