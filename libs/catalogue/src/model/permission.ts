import type { Principal, RuleDocument } from '#contracts';
import type { Catalogue } from './catalogue.js';
import { COLLECTIONS, type Collection } from './collection.js';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';
import type { Placed } from './proposal.js';
import { listOf } from './scope.js';

/**
 * An administrator changes everything; a planner, the rules whose scope lies in its subtree, before and
 * after the change, and the channels that no other rule notifies. Everyone else changes nothing.
 */
export function findNotPermitted(draft: Draft, by: Principal, problems: ProblemList): void {
  if (by.roles.includes('administrator')) return;
  const isPlanner = by.roles.includes('planner');
  for (const collection of COLLECTIONS) {
    for (const placed of draft.proposal.documents[collection]) {
      if (isPlanner && isOwn(collection, placed, draft, by)) continue;
      const message = `The key ${by.name} may not change ${placed.code} of ${collection}.`;
      problems.add(placed.pointer, 'not-permitted', message);
    }
  }
}

/** Whether a principal may see a unit, and the targets set for it. */
export function sees(by: Principal, unitId: string, { units }: Catalogue): boolean {
  return seesAll(by) || units.isWithin(unitId, by.units);
}

/** An administrator without units sees everything. */
export function seesAll(by: Principal): boolean {
  return by.roles.includes('administrator') && by.units.length === 0;
}

function isOwn(
  collection: Collection,
  placed: Placed<unknown>,
  { before }: Draft,
  by: Principal,
): boolean {
  const within = (rule: RuleDocument) => isWithinReach(rule, before, by);
  if (collection === 'rules') {
    const was = before.rule(placed.code);
    return within(placed.body as RuleDocument) && (!was || within(was));
  }
  if (collection !== 'channels') return false;
  return before.rules.filter((rule) => rule.notify.includes(placed.code)).every(within);
}

function isWithinReach(rule: RuleDocument, { units }: Catalogue, by: Principal): boolean {
  const { unit } = rule.scope;
  return unit !== undefined && listOf(unit).every((id) => units.isWithin(id, by.units));
}
