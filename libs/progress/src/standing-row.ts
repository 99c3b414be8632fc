import type { StoredFigure } from './figures.js';
import { foldingOf } from './model/bands.js';
import type { Assessment, Plan, SchedulePeriod } from './model/types.js';

/** A row of `standing`, without its subject. */
export interface StandingRow {
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly period: number | null;
  readonly reported: number;
  readonly due: number;
  readonly estimates: number;
  readonly carriedPeriods: number;
  readonly revisitOn: string | null;
  readonly nextDeadline: string | null;
  readonly verdict: number;
  readonly memory: Memory;
  readonly fold: string;
  readonly tainted: boolean;
  readonly offset: number | null;
  readonly actual: string | null;
  readonly carriedAmount: string | null;
  readonly carriedDenominator: string | null;
  readonly expected: string | null;
  readonly paceZero: string | null;
  readonly paceOne: string | null;
}

/** Which earlier periods matter to a standing: none, breaches, the year (and earlier years' ends), the window. */
type Memory = 'n' | 'b' | 'y' | 'w';

const EVER = { from: 0, to: 999_999 };
const FOLDS = { value: 'v', sum: 's', ratio: 'r', values: 'f' } as const;

/** What is kept of an assessment. */
export function standingRow(
  plan: Plan,
  assessment: Assessment,
  figures: ReadonlyMap<number, StoredFigure>,
): StandingRow {
  const { assessed, next } = placesOf(plan, assessment.periodIndex);
  const { from, to } = plan.terms ? windowNos(plan.schedule) : EVER;
  const { reported, due } = (assessed && assessment.completeness) ?? NOBODY;
  const carried = assessment.carried ?? NOTHING;
  return {
    windowFrom: from,
    windowTo: to,
    period: assessed?.no ?? null,
    reported,
    due,
    estimates: carried.estimates,
    carriedPeriods: carried.periods,
    revisitOn: assessment.revisitOn,
    nextDeadline: next?.deadline ?? null,
    verdict: assessment.verdict.no,
    memory: memoryOf(plan),
    fold: FOLDS[foldingOf(plan).fold],
    tainted: assessment.tainted,
    offset: assessed ? latestOffset(plan, figures, assessed) : null,
    actual: assessment.actual,
    carriedAmount: carried.amount,
    carriedDenominator: carried.denominator,
    expected: assessment.expected,
    paceZero: assessment.paceZero,
    paceOne: assessment.paceOne,
  };
}

const NOBODY = { reported: 0, due: 0 };
const NOTHING = { estimates: 0, periods: 0, amount: null, denominator: null };

/** The assessed period, and the one whose deadline comes next; without a target nothing is expected. */
function placesOf(plan: Plan, index: number | null) {
  return {
    assessed: index === null ? undefined : plan.schedule[index],
    next: plan.terms ? plan.schedule[(index ?? -1) + 1] : undefined,
  };
}

/** The latest fact among the figures that the actual covers. */
export function latestOffset(
  plan: Plan,
  figures: ReadonlyMap<number, StoredFigure>,
  assessed: SchedulePeriod,
): number {
  const { span } = foldingOf(plan);
  const from = { period: assessed.no, year: assessed.year * 100, window: 0 }[span];
  let latest = 0;
  for (const period of plan.schedule) {
    if (period.no < from || period.no > assessed.no) continue;
    latest = Math.max(latest, figures.get(period.no)?.offset ?? 0);
  }
  return latest;
}

function windowNos(schedule: Plan['schedule']): { from: number; to: number } {
  const [first, last] = [schedule[0], schedule.at(-1)] as [SchedulePeriod, SchedulePeriod];
  return { from: first.no, to: last.no };
}

function memoryOf({ terms }: Plan): Memory {
  switch (terms?.kind) {
    case undefined:
    case 'reach':
      return 'n';
    case 'maintain':
      return 'b';
    case 'annual':
      return 'y';
    case 'total':
      return 'w';
  }
}
