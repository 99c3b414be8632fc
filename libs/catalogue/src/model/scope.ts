import type { RuleDocument } from '#contracts';
import type { Unit, UnitTree } from '#units';

/** Which targets a rule watches: all that are in every list given; `unit` means the unit's subtree. */
export type RuleScope = RuleDocument['scope'];

interface Watched {
  readonly resolution: string;
  readonly programme?: string;
  readonly sector: string;
  readonly indicator: { readonly code: string };
  readonly unit: Unit;
}

/** Whether a target is watched by a rule with this scope; an empty scope watches all. */
export function inScope(scope: RuleScope, units: UnitTree): (target: Watched) => boolean {
  const within = scope.unit === undefined ? undefined : subtrees(scope.unit, units);
  return (target) =>
    isOneOf(scope.resolution, target.resolution) &&
    isOneOf(scope.programme, target.programme) &&
    isOneOf(scope.sector, target.sector) &&
    isOneOf(scope.indicator, target.indicator.code) &&
    isOneOf(scope.level, target.unit.level) &&
    (within === undefined || within.has(target.unit.id));
}

/** A scope's entry as a list, whether one or several were written. */
export function listOf(entry: string | readonly string[]): readonly string[] {
  return typeof entry === 'string' ? [entry] : entry;
}

function subtrees(entry: string | readonly string[], units: UnitTree): ReadonlySet<string> {
  return new Set(listOf(entry).flatMap((id) => units.subtree(id).map((unit) => unit.id)));
}

function isOneOf(entry: string | readonly string[] | undefined, code: string | undefined): boolean {
  return entry === undefined || (code !== undefined && listOf(entry).includes(code));
}
