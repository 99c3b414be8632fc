import type { Catalogue, Indicator, Target } from '#catalogue';
import type { ProgressItem } from '#contracts';
import { positionText } from '#platform';
import type { Unit } from '#units';
import type { Assessed } from './assess-subjects.js';
import { METHOD } from './model/explain.js';
import type { Assessment, Day, Plan } from './model/types.js';
import { latestOffset } from './standing-row.js';

/** What an item says beyond who it is about. */
export interface Shown extends Pick<
  Assessment,
  'period' | 'actual' | 'expected' | 'limit' | 'pace' | 'verdict' | 'standing' | 'overduePeriods'
> {
  readonly completeness: { readonly due: number; readonly reported: number };
  readonly offset: number | null;
}

/** Who an item is about. */
export interface About {
  readonly indicator: Indicator;
  readonly unit: Unit;
  readonly target: Target | undefined;
}

const METHOD_NAME = `${METHOD.name}/${METHOD.version}`;

export function itemOf(about: About, shown: Shown, asOf: Day): ProgressItem {
  const { status, reason } = shown.verdict;
  return {
    ...namesOf(about),
    asOf,
    period: shown.period,
    actual: shown.actual,
    expected: shown.expected,
    target: shown.limit,
    pace: shown.pace,
    status,
    ...(reason && { reason }),
    method: METHOD_NAME,
    standing: shown.standing,
    completeness: shown.completeness,
    overduePeriods: shown.overduePeriods,
    position: shown.offset === null ? null : positionText(shown.offset),
  };
}

function namesOf({ indicator, unit, target }: About) {
  return {
    targetId: target?.id ?? null,
    kind: target?.terms.kind ?? null,
    resolution: target?.resolution ?? null,
    programme: target?.programme ?? null,
    sector: indicator.sector,
    indicator: indicator.code,
    unit: unit.id,
  };
}

/** An assessment made for the asking, as an item shows it. */
export function shownOf(catalogue: Catalogue, about: About, assessed: Assessed, at: Day): Shown {
  const { assessment, plan, figures } = assessed;
  const index = assessment.periodIndex;
  const period = index === null ? undefined : plan.schedule[index];
  const offset = period ? latestOffset(plan, figures, period) : latestOf(plan, figures);
  return {
    ...assessment,
    completeness: assessment.completeness ?? nothingOf(catalogue, about, plan, at),
    offset: offset === 0 && !period ? null : offset,
  };
}

/** Of the plan's own periods: figures of others are there when they were looked up for another subject. */
function latestOf({ schedule }: Plan, figures: Assessed['figures']): number {
  return Math.max(0, ...schedule.map(({ no }) => figures.get(no)?.offset ?? 0));
}

/** How many have to report the running period, of which none has. */
function nothingOf(catalogue: Catalogue, { indicator, unit }: About, plan: Plan, at: Day) {
  const begun = plan.schedule.findLast((period) => period.firstDay <= at) ?? plan.schedule[0];
  const day = begun?.lastDay ?? at;
  return { due: catalogue.units.dueCount(unit.no, indicator.reportedBy, day), reported: 0 };
}
