import type { UnitDocument } from '#contracts';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';

/** What only shows when units stand together: parents that are there, no cycles, lifetimes and codes that agree. */
export function validateUnits(draft: Draft, problems: ProblemList): void {
  for (const { body: unit, pointer } of draft.proposal.documents.units) {
    if (unit.validTo !== undefined && unit.validTo <= unit.validFrom) {
      problems.add(
        `${pointer}/validTo`,
        'validity-empty',
        `The unit ${unit.id} would end (${unit.validTo}) on or before its first day (${unit.validFrom}).`,
      );
    }
    if (unit.parent === undefined) continue;
    if (!draft.knows('units', unit.parent)) {
      const message = `The unit ${unit.id} has the parent ${unit.parent}, which is not known.`;
      problems.add(`${pointer}/parent`, 'unknown-unit', message);
    } else if (isAboveItself(unit, draft)) {
      const message = `The unit ${unit.id} would be above itself.`;
      problems.add(`${pointer}/parent`, 'cycle', message);
    }
  }
  if (draft.proposal.documents.units.length === 0) return;
  findOutliving(draft, problems);
  findSharedCodes(draft, problems);
}

function isAboveItself(unit: UnitDocument, draft: Draft): boolean {
  const passed = new Set<string>();
  let above = unit.parent;
  while (above !== undefined && !passed.has(above)) {
    if (above === unit.id) return true;
    passed.add(above);
    above = draft.contents.units.get(above)?.parent;
  }
  return false;
}

function findOutliving(draft: Draft, problems: ProblemList): void {
  for (const unit of draft.contents.units.values()) {
    const parent = unit.parent === undefined ? undefined : draft.contents.units.get(unit.parent);
    if (!parent || endOf(unit) <= endOf(parent)) continue;
    const place = draft.pointerTo('units', unit.id) ?? draft.pointerTo('units', parent.id);
    if (place === undefined) continue;
    const until = unit.validTo ?? 'without end';
    const message = `The unit ${unit.id} (until ${until}) outlives its parent ${parent.id} (until ${parent.validTo}).`;
    problems.add(`${place}/validTo`, 'outlives-parent', message);
  }
}

function findSharedCodes(draft: Draft, problems: ProblemList): void {
  for (const units of byOfficialCode(draft).values()) {
    let latest: UnitDocument | undefined;
    for (const unit of units.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
      if (latest && unit.validFrom < endOf(latest)) reportShared(draft, problems, unit, latest);
      if (!latest || endOf(unit) > endOf(latest)) latest = unit;
    }
  }
}

function reportShared(
  draft: Draft,
  problems: ProblemList,
  unit: UnitDocument,
  other: UnitDocument,
): void {
  const place = draft.pointerTo('units', unit.id) ?? draft.pointerTo('units', other.id);
  if (place === undefined) return;
  const message = `The units ${other.id} and ${unit.id} would both carry the code ${unit.code} on ${unit.validFrom}.`;
  problems.add(`${place}/code`, 'code-overlap', message);
}

function byOfficialCode(draft: Draft): Map<string, UnitDocument[]> {
  const groups = new Map<string, UnitDocument[]>();
  for (const unit of draft.contents.units.values()) {
    if (unit.validTo !== undefined && unit.validTo <= unit.validFrom) continue;
    const group = groups.get(unit.code);
    if (group) group.push(unit);
    else groups.set(unit.code, [unit]);
  }
  return groups;
}

/** After every day, for a unit without an end. */
function endOf(unit: UnitDocument): string {
  return unit.validTo ?? '~';
}
