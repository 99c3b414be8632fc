import type { Catalogue } from '#catalogue';
import type { Sql } from '#platform';
import { overdueAfter } from './model/assessable.js';
import { exact, written } from './model/exact.js';
import { kindOf } from './model/kinds/kinds.js';
import { paceOf } from './model/pace.js';
import type { Day, Plan } from './model/types.js';
import { verdictOf } from './model/verdict.js';
import { Plans } from './plans.js';
import type { About, Shown } from './progress-item.js';
import { SUBJECT_COLUMNS, type Subject } from './subjects.js';
import type { Today } from './today.js';

/** A subject with where it stands, as the table has it. */
export interface StoredStanding extends Subject {
  readonly period: number | null;
  readonly reported: number;
  readonly due: number;
  readonly estimates: number;
  readonly verdict: number;
  readonly actual: string | null;
  readonly expected: string | null;
  readonly paceZero: string | null;
  readonly paceOne: string | null;
  readonly offset: string | null;
}

/** The columns of `standing` that make one. */
export const STANDING_COLUMNS = `${SUBJECT_COLUMNS}, period, reported, due, estimates, verdict, actual,
  expected, pace_zero AS "paceZero", pace_one AS "paceOne", log_offset AS "offset"`;

const STANDINGS_AT = {
  name: 'standings-at-places',
  text: `
    SELECT ${STANDING_COLUMNS} FROM standing
    WHERE (indicator_no, unit_no) IN (SELECT * FROM unnest($1::int[], $2::int[])) ORDER BY no`,
};

/** Where everything at these places, given as indicators and units, stands. */
export async function standingsAt(
  sql: Sql,
  indicators: readonly number[],
  units: readonly number[],
): Promise<StoredStanding[]> {
  const { rows } = await sql.query<StoredStanding>({
    ...STANDINGS_AT,
    values: [indicators, units],
  });
  return rows;
}

const STANDINGS_OF_TARGETS = {
  name: 'standings-of-these-targets',
  text: `
    SELECT ${STANDING_COLUMNS} FROM standing
    WHERE no IN (SELECT no FROM standing_subject WHERE target_no = ANY ($1)) ORDER BY no`,
};

/** Where targets, given by their numbers, stand. */
export async function standingsOfTargets(
  sql: Sql,
  targetNos: readonly number[],
): Promise<StoredStanding[]> {
  const { rows } = await sql.query<StoredStanding>({
    ...STANDINGS_OF_TARGETS,
    values: [targetNos],
  });
  return rows;
}

/** What the row shows of an assessed subject; a subject without an assessed period shows more than its row. */
export function shownOfRow(
  catalogue: Catalogue,
  row: StoredStanding,
  about: About,
  today: Today,
): Shown {
  const plan = planOf(catalogue, row, about, today);
  const index = plan.schedule.findIndex(({ no }) => no === row.period);
  const at: Day = today(catalogue.calendarOf(about.indicator));
  return {
    period: plan.schedule[index]?.period ?? null,
    actual: canonical(row.actual),
    expected: canonical(row.expected),
    limit: kindOf(plan).yardstick(Math.max(index, 0)).limit,
    pace: paceIn(row),
    verdict: verdictOf(row.verdict),
    standing: row.estimates > 0 ? 'estimate' : 'official',
    completeness: { due: row.due, reported: row.reported },
    overduePeriods: overdueAfter(plan, index, at),
    offset: row.offset === null ? null : Number(row.offset),
  };
}

function planOf(catalogue: Catalogue, row: StoredStanding, about: About, today: Today): Plan {
  const plans = Plans.of(catalogue);
  if (about.target) return plans.ofTarget(about.target);
  return plans.withoutTarget(about.indicator, row.period === null ? [] : [row.period], today);
}

function paceIn({ actual, paceZero, paceOne }: StoredStanding): string | null {
  if (actual === null) return null;
  const scale = { zero: decimal(paceZero), one: decimal(paceOne) };
  return written(paceOf(scale, exact(actual)));
}

function decimal(text: string | null) {
  return text === null ? null : exact(text);
}

function canonical(text: string | null): string | null {
  return written(decimal(text));
}
