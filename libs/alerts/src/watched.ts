import { type Catalogue } from '#catalogue';
import type { RuleGroup } from './rule-groups.js';

/** How many targets each indicator has within a scope, by catalogue and scope. */
const counted = new WeakMap<Catalogue, Map<string, ReadonlyMap<number, number>>>();

/** How many targets the rules of a group watch, each counted once for each rule. */
export function watchedBy(catalogue: Catalogue, { scope, rows }: RuleGroup): number {
  const known = counted.get(catalogue) ?? new Map<string, ReadonlyMap<number, number>>();
  counted.set(catalogue, known);
  const key = JSON.stringify(scope);
  const counts = known.get(key) ?? countsOf(catalogue, scope);
  known.set(key, counts);
  return rows.reduce((sum, row) => sum + (counts.get(row.indicator_no) ?? 0), 0);
}

function countsOf(catalogue: Catalogue, scope: RuleGroup['scope']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { indicator } of catalogue.targetsInScope(scope)) {
    counts.set(indicator.no, (counts.get(indicator.no) ?? 0) + 1);
  }
  return counts;
}
