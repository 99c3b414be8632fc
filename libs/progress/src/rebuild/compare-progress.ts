import type { Catalogue } from '#catalogue';
import type { Status } from '#contracts';
import { type ComparedTable, compareTables, type Sql, type TableComparison } from '#platform';
import { LEDGER_COMPARED } from '#reports';

/** A target, or an indicator and unit without one, that would stand elsewhere; null where it does not stand. */
export interface StatusChange {
  readonly target: string | null;
  readonly indicator: string;
  readonly unit: string;
  readonly from: Status | null;
  readonly to: Status | null;
}

/** What distinguishes the rebuilt read models from the live ones. */
export interface Comparison {
  readonly tables: readonly TableComparison[];
  readonly statuses: readonly StatusChange[];
  /** Live standings that a day has overtaken and nobody has looked at again yet: they are not compared. */
  readonly overtaken: number;
}

const OVERTAKEN = `FROM public.standing
  WHERE revisit_on <= (SELECT revisited_on FROM public.progress_state)`;

/**
 * What the facts and the reference data decide. How a row came about is left out: the offset of the latest
 * fact that touched it, the day to look again, bands of days gone by, cells in which nothing counts.
 */
const COMPARED: readonly ComparedTable[] = [
  ...LEDGER_COMPARED,
  {
    table: 'figure',
    columns: [
      'period, indicator_no, unit_no, reported, due, estimates, own, official',
      'trim_scale(amount), trim_scale(denominator)',
    ],
    where: () => 'reported > 0',
  },
  {
    table: 'band',
    columns: [
      'period, target_no, closes_on, next_deadline, continues, trim_scale(expected)',
      'trim_scale(pace_zero), trim_scale(pace_one), closed_cuts, open_cuts, verdicts',
    ],
    where: (twin) => `(period, target_no) IN (
      SELECT period, target_no FROM public.band INTERSECT SELECT period, target_no FROM ${twin}.band)`,
  },
  {
    table: 'standing_subject',
    columns: ['target_no, indicator_no, unit_no, target_id, resolution, programme, sector, level'],
  },
  {
    table: 'standing',
    columns: [
      'target_no, indicator_no, unit_no, window_from, window_to, period, reported, due, estimates',
      'next_deadline, verdict, memory, fold, tainted, carried_periods, trim_scale(actual)',
      'trim_scale(carried_amount), trim_scale(carried_denominator), trim_scale(expected)',
      'trim_scale(pace_zero), trim_scale(pace_one)',
    ],
    where: () => `no NOT IN (SELECT no ${OVERTAKEN})`,
  },
  { table: 'ancestry', columns: ['unit_no, ancestor_no, valid_from, valid_to'] },
  { table: 'due_count', columns: ['unit_no, level, valid_from, valid_to, due'] },
];

const statusChanges = (twin: string) => `
  SELECT coalesce(live.target_id, twin.target_id) AS target,
         coalesce(live.indicator_no, twin.indicator_no) AS "indicatorNo",
         coalesce(live.unit_no, twin.unit_no) AS "unitNo", live.status AS "from", twin.status AS "to"
  FROM (SELECT *, coalesce(target_no, 0) AS at FROM public.progress_now) live
  FULL JOIN (SELECT *, coalesce(target_no, 0) AS at FROM ${twin}.progress_now) twin
    USING (indicator_no, unit_no, at)
  WHERE live.status IS DISTINCT FROM twin.status
    AND coalesce(live.no, 0) NOT IN (SELECT no ${OVERTAKEN})
  ORDER BY 1, 2, 3`;

interface ChangeRow extends Omit<StatusChange, 'indicator' | 'unit'> {
  readonly indicatorNo: number;
  readonly unitNo: number;
}

/** Compares the live read models with the twin's. */
export async function compareProgress(
  snapshot: Sql,
  twin: string,
  catalogue: Catalogue,
): Promise<Comparison> {
  const tables = await compareTables(snapshot, twin, COMPARED);
  const { rows } = await snapshot.query<ChangeRow>(statusChanges(twin));
  const overtaken = await snapshot.query<{ count: string }>(`SELECT count(*) ${OVERTAKEN}`);
  const statuses = rows.map(({ target, indicatorNo, unitNo, from, to }) => ({
    target,
    indicator: catalogue.indicatorByNo(indicatorNo)?.code ?? `indicator ${indicatorNo}`,
    unit: catalogue.units.byNo(unitNo)?.id ?? `unit ${unitNo}`,
    from,
    to,
  }));
  return { tables, statuses, overtaken: Number(overtaken.rows[0]?.count) };
}

/** Whether nothing differs that is compared. */
export function isSame({ tables, statuses }: Comparison): boolean {
  return statuses.length === 0 && tables.every((one) => one.onlyLive + one.onlyRebuilt === 0);
}
