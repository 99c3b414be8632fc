import type { UnitDocument } from '#contracts';
import type { Draft } from './draft.js';

/** The levels of units and of all below them, as the tree was and as the draft makes it. */
export function levelsBelow(draft: Draft, unitIds: readonly string[]): ReadonlySet<string> {
  if (unitIds.length === 0) return new Set();
  const levels = new Set(
    unitIds.flatMap((id) => draft.before.units.subtree(id).map((unit) => unit.level)),
  );
  const children = childrenOf(draft.contents.units.values());
  const seen = new Set(unitIds);
  for (const id of seen) {
    const unit = draft.contents.units.get(id);
    if (unit) levels.add(unit.level);
    for (const child of children.get(id) ?? []) seen.add(child);
  }
  return levels;
}

function childrenOf(units: Iterable<UnitDocument>): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { id, parent } of units) {
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  return children;
}
