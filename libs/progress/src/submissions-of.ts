import type { Catalogue, Indicator, Period } from '#catalogue';
import type { Submission, SubmissionState } from '#contracts';
import { dayIn, type Sql } from '#platform';
import { firstReceived } from '#reports';
import type { Unit } from '#units';
import { figuresOf } from './figures.js';
import type { Today } from './today.js';

/** What one unit has to report. */
export interface Obligation {
  readonly indicator: Indicator;
  readonly unit: Unit;
  readonly period: Period;
  readonly periodNo: number;
}

/** What became of each obligation, in order. */
export async function submissionsOf(
  sql: Sql,
  catalogue: Catalogue,
  obligations: readonly Obligation[],
  today: Today,
): Promise<Submission[]> {
  const cells = obligations.map(({ indicator, unit, periodNo }) => ({
    indicatorNo: indicator.no,
    unitNo: unit.no,
    period: periodNo,
  }));
  const periods = new Set(cells.map((cell) => cell.period));
  const [figures, received] = await Promise.all([
    figuresOf(sql, cells, periods),
    firstReceived(sql, cells),
  ]);
  const times = new Map(received.map((one) => [keyOf(one), one.at]));
  return obligations.map((obligation, index) => {
    const { indicator, unit, period, periodNo } = obligation;
    const cell = cells[index] as (typeof cells)[number];
    const at = times.get(keyOf(cell));
    const estimates = figures.of(cell).get(periodNo)?.estimates ?? 0;
    const calendar = catalogue.calendarOf(indicator);
    const deadline = calendar.deadline(period, indicator.reportedBy);
    const receivedOn = at && dayIn(at, calendar.timeZone);
    return {
      indicator: indicator.code,
      unit: unit.id,
      period,
      deadline,
      state: stateOf(receivedOn, deadline, today(calendar)),
      receivedAt: at?.toISOString() ?? null,
      standing: at ? (estimates > 0 ? 'estimate' : 'official') : null,
    };
  });
}

/** A deadline passes at the end of its day. */
function stateOf(receivedOn: string | undefined, deadline: string, today: string): SubmissionState {
  if (receivedOn !== undefined) return receivedOn <= deadline ? 'on-time' : 'late';
  return today <= deadline ? 'awaited' : 'missing';
}

function keyOf(cell: { indicatorNo: number; unitNo: number; period: number }): string {
  return `${cell.indicatorNo}/${cell.unitNo}/${cell.period}`;
}
