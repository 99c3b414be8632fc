import { type Catalogue, type Indicator, periodOf } from '#catalogue';
import type { Sql } from '#platform';
import type { CountedCell } from './cells.js';
import { columnsOf } from './sql-arrays.js';
import { wayUp } from './way-up.js';

/** A unit's roll-up of an indicator in a period. */
interface RollUp {
  readonly period: number;
  readonly indicatorNo: number;
  readonly unitNo: number;
  readonly lastDay: string;
  readonly level: string;
  readonly factor: string;
  readonly isLeast: boolean;
}

/**
 * The least or the greatest of the units below, looked up anew: it has no difference that could be added. A
 * ratio without a value counts as not reported.
 */
const LOOK_UP_EXTREMES = {
  name: 'look-up-extremes',
  text: `
    INSERT INTO figure (period, indicator_no, unit_no, reported, due, estimates, log_offset,
                        own, official, amount, denominator)
    SELECT up.period, up.indicator_no, up.unit_no, count(part.value),
           (SELECT d.due FROM due_count d
            WHERE d.unit_no = up.unit_no AND d.level = up.level
              AND d.valid_from <= up.last_day AND up.last_day < d.valid_to),
           coalesce(sum(part.estimates) FILTER (WHERE part.value IS NOT NULL), 0),
           coalesce(max(part.log_offset), 0), false, false,
           coalesce(CASE WHEN up.is_least THEN min(part.value) ELSE max(part.value) END, 0), NULL
    FROM unnest($1::int[], $2::int[], $3::int[], $4::date[], $5::text[], $6::numeric[], $7::boolean[])
      AS up (period, indicator_no, unit_no, last_day, level, factor, is_least)
    LEFT JOIN LATERAL (
      SELECT f.estimates, f.log_offset,
             CASE WHEN f.denominator IS NULL THEN f.amount
                  ELSE quotient(f.amount * up.factor, nullif(f.denominator, 0)) END AS value
      FROM ancestry a
      JOIN figure f ON f.period = up.period AND f.indicator_no = up.indicator_no
       AND f.unit_no = a.unit_no AND f.own AND f.reported > 0
      WHERE a.ancestor_no = up.unit_no AND a.valid_from <= up.last_day AND up.last_day < a.valid_to
    ) part ON true
    GROUP BY up.period, up.indicator_no, up.unit_no, up.last_day, up.level, up.is_least
    ON CONFLICT (period, indicator_no, unit_no) DO UPDATE
      SET reported = excluded.reported, due = excluded.due, estimates = excluded.estimates,
          log_offset = excluded.log_offset, amount = excluded.amount`,
};

/** Looks up the extremes above the cells; answers the places whose roll-ups may have changed. */
export async function lookUpExtremes(
  tx: Sql,
  catalogue: Catalogue,
  cells: readonly CountedCell[],
): Promise<readonly RollUp[]> {
  const rollUps = new Map<string, RollUp>();
  for (const cell of cells) {
    const indicator = catalogue.indicatorByNo(cell.indicatorNo);
    if (!indicator || wayUp(indicator) !== 'x') continue;
    for (const rollUp of above(catalogue, indicator, cell)) {
      rollUps.set(`${rollUp.indicatorNo}/${rollUp.unitNo}/${rollUp.period}`, rollUp);
    }
  }
  const found = [...rollUps.values()];
  if (found.length > 0) await tx.query({ ...LOOK_UP_EXTREMES, values: columnsOf(found, KEYS) });
  return found;
}

const KEYS = [
  'period',
  'indicatorNo',
  'unitNo',
  'lastDay',
  'level',
  'factor',
  'isLeast',
] as const satisfies (keyof RollUp)[];

function above(catalogue: Catalogue, indicator: Indicator, cell: CountedCell): RollUp[] {
  const lastDay = catalogue.calendarOf(indicator).lastDay(periodOf(cell.period));
  return catalogue.units.ancestors(cell.unitNo, lastDay).map((unitNo) => ({
    period: cell.period,
    indicatorNo: indicator.no,
    unitNo,
    lastDay,
    level: indicator.reportedBy,
    factor: indicator.factor ?? '1',
    isLeast: indicator.acrossUnits === 'min',
  }));
}
