import { type Catalogue, listOf, type Rule } from '#catalogue';
import type { RuleDocument } from '#contracts';
import { parametersOf, type Sort, sortOf } from './condition-sql.js';
import { lastDeadlineOverdue } from './overdue.js';

/** One rule for one indicator of its scope, as a statement takes it. */
export interface GroupRow {
  readonly code: string;
  readonly indicator_no: number;
  readonly when_mask: number | null;
  readonly when_limit: string | null;
  readonly when_above: boolean;
  readonly has_clear: boolean;
  readonly clear_mask: number | null;
  readonly clear_limit: string | null;
  readonly clear_above: boolean;
  /** `overdue`: deadlines up to this day are too long ago. */
  readonly cutoff: string | null;
}

/** Rules that one statement judges: of one sort, and of one scope apart from their indicators. */
export interface RuleGroup {
  readonly sort: Sort;
  readonly scope: RuleDocument['scope'];
  readonly rows: readonly GroupRow[];
}

/** The rules by the statements that judge them. */
export function ruleGroups(catalogue: Catalogue, rules: readonly Rule[], now: Date): RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  for (const rule of rules) {
    const { indicator: _, sector: __, ...scope } = rule.scope;
    const sort = sortOf(rule.when);
    const key = JSON.stringify([sort, Object.entries(scope).sort()]);
    const before = groups.get(key)?.rows ?? [];
    groups.set(key, { sort, scope, rows: [...before, ...rowsOf(catalogue, rule, now)] });
  }
  return [...groups.values()];
}

function rowsOf(catalogue: Catalogue, rule: Rule, now: Date): GroupRow[] {
  const when = parametersOf(rule.when);
  const clear = parametersOf(rule.clear);
  return indicatorsOf(catalogue, rule).map((indicator) => ({
    code: rule.code,
    indicator_no: indicator.no,
    when_mask: when.mask,
    when_limit: when.limit,
    when_above: when.isAbove,
    has_clear: rule.clear !== undefined,
    clear_mask: clear.mask,
    clear_limit: clear.limit,
    clear_above: clear.isAbove,
    cutoff:
      'overdue' in rule.when
        ? lastDeadlineOverdue(catalogue.calendarOf(indicator), rule.when.overdue.workingDays, now)
        : null,
  }));
}

function indicatorsOf({ indicators }: Catalogue, { scope }: Rule) {
  const codes = scope.indicator === undefined ? undefined : new Set(listOf(scope.indicator));
  const sectors = scope.sector === undefined ? undefined : new Set(listOf(scope.sector));
  return indicators.filter(
    ({ code, sector }) => (codes?.has(code) ?? true) && (sectors?.has(sector) ?? true),
  );
}
