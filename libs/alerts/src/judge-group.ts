import type { Sql } from '#platform';
import { listOf, type Catalogue } from '#catalogue';
import { watchedBy } from './watched.js';
import { conditionSql } from './condition-sql.js';
import type { GroupRow, RuleGroup } from './rule-groups.js';

/** A rule and a target to which something may happen: `when` holds, or an episode is open. */
export interface Candidate {
  readonly rule: string;
  readonly targetNo: number;
  readonly period: number | null;
  readonly verdict: number;
  readonly holds: boolean | null;
  readonly clears: boolean;
  /** The latest fact that the standing rests on. */
  readonly offset: string | null;
  /** The open episode; null without one. */
  readonly alertId: string | null;
}

export interface Judged {
  /** How many targets were looked at, once for each rule. */
  readonly evaluated: number;
  readonly candidates: readonly Candidate[];
}

/** Judges all rules of a group over all targets of their scope in one statement. */
export async function judgeGroup(
  sql: Sql,
  catalogue: Catalogue,
  group: RuleGroup,
): Promise<Judged> {
  if (group.rows.length === 0) return { evaluated: 0, candidates: [] };
  const values: unknown[] = COLUMNS.map(([name]) => group.rows.map((row) => row[name]));
  const statement = statementOf(group, scopeSql(catalogue, group, values));
  const { rows } = await sql.query<Candidate>(statement, values);
  return { evaluated: watchedBy(catalogue, group), candidates: rows };
}

const COLUMNS: readonly (readonly [keyof GroupRow, string])[] = [
  ['code', 'text'],
  ['indicator_no', 'int'],
  ['when_mask', 'int'],
  ['when_limit', 'numeric'],
  ['when_above', 'boolean'],
  ['has_clear', 'boolean'],
  ['clear_mask', 'int'],
  ['clear_limit', 'numeric'],
  ['clear_above', 'boolean'],
  ['cutoff', 'date'],
];

const RULES = `unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
      AS r (${COLUMNS.map(([name]) => name).join(', ')})`;

/** A standing that is better than `when` but not yet clear, and no worse than told, changes nothing. */
function statementOf({ sort }: RuleGroup, scope: string): string {
  const mayWorsen = sort === 'overdue' ? 'false' : 'j.verdict / 10 BETWEEN a.worst + 1 AND 5';
  return `
    SELECT j.code AS rule, j.target_no AS "targetNo", j.period, j.verdict, j.holds,
           coalesce(j.clears, false) AS clears, j.log_offset AS "offset", a.id AS "alertId"
    FROM (
      SELECT h.*, CASE WHEN h.has_clear THEN h.clear ELSE NOT h.holds END AS clears
      FROM (
        SELECT r.code, r.has_clear, s.target_no, s.period, s.verdict, s.log_offset,
               ${conditionSql(sort, 'when')} AS holds,
               CASE WHEN r.has_clear THEN ${conditionSql(sort, 'clear')} END AS clear
        FROM ${RULES} JOIN progress_now s ON s.indicator_no = r.indicator_no
        WHERE ${['s.target_no IS NOT NULL', scope].filter(Boolean).join(' AND ')} OFFSET 0) h
    ) j
    LEFT JOIN alert a ON a.rule = j.code AND a.target_no = j.target_no AND a.is_open
    WHERE CASE WHEN a.id IS NULL THEN j.holds
               ELSE a.state = 'pending' OR j.clears OR ${mayWorsen} END`;
}

/** The scope as conditions on a standing, built for what the rules name: what they do not name costs nothing. */
function scopeSql(catalogue: Catalogue, { scope }: RuleGroup, values: unknown[]): string {
  const isOneOf = (column: string, list: readonly unknown[]) =>
    `s.${column} = ANY ($${values.push(list)})`;
  const { units } = catalogue;
  return [
    ...(['resolution', 'programme', 'level'] as const).flatMap((name) => {
      const entry = scope[name];
      return entry === undefined ? [] : [isOneOf(name, listOf(entry))];
    }),
    ...(scope.unit === undefined
      ? []
      : [
          isOneOf(
            'unit_no',
            listOf(scope.unit).flatMap((id) => units.subtree(id).map(({ no }) => no)),
          ),
        ]),
  ].join(' AND ');
}
