import {
  type Catalogue,
  comparePeriods,
  type Indicator,
  type Period,
  periodNo,
  periodOf,
  periodsIn,
  takeApart,
  type Target,
} from '#catalogue';
import type { TargetDocument } from '#contracts';
import type { Plan, SchedulePeriod } from './model/types.js';
import type { Today } from './today.js';

const known = new WeakMap<Catalogue, Plans>();

/** The plans of one version of the catalogue; targets of one calendar, level and window share a schedule. */
export class Plans {
  private readonly schedules = new Map<string, readonly SchedulePeriod[]>();
  private readonly ofTargets = new Map<number, Plan>();

  private constructor(readonly catalogue: Catalogue) {}

  static of(catalogue: Catalogue): Plans {
    const made = known.get(catalogue) ?? new Plans(catalogue);
    known.set(catalogue, made);
    return made;
  }

  ofTarget(target: Target): Plan {
    const made = this.ofTargets.get(target.no);
    if (made) return made;
    const { from, to } = target.window;
    const plan = planOf(target.indicator, target.terms, this.schedule(target.indicator, from, to));
    this.ofTargets.set(target.no, plan);
    return plan;
  }

  /** Without a target everything reported so far is looked at, and the period that runs on the day. */
  withoutTarget(indicator: Indicator, periods: Iterable<number>, today: Today): Plan {
    const calendar = this.catalogue.calendarOf(indicator);
    const running = calendar.periodAt(today(calendar), indicator.frequency);
    const reported = [...periods].sort((a, b) => a - b);
    const from = earlier(running, reported.at(0));
    const to = later(running, reported.at(-1));
    return planOf(indicator, null, this.schedule(indicator, from, to));
  }

  /** The periods of an indicator from one to another, with their days. */
  schedule(indicator: Indicator, from: Period, to: Period): readonly SchedulePeriod[] {
    const { calendar, frequency, reportedBy } = indicator;
    const key = `${calendar}/${frequency}/${reportedBy}/${from}/${to}`;
    const made = this.schedules.get(key);
    if (made) return made;
    const periods = periodsIn(from, to, frequency).map((period) => this.period(indicator, period));
    this.schedules.set(key, periods);
    return periods;
  }

  private period(indicator: Indicator, period: Period): SchedulePeriod {
    const calendar = this.catalogue.calendarOf(indicator);
    return {
      period,
      no: periodNo(period),
      year: takeApart(period).year,
      firstDay: calendar.firstDay(period),
      lastDay: calendar.lastDay(period),
      deadline: calendar.deadline(period, indicator.reportedBy),
    };
  }
}

function planOf(
  indicator: Indicator,
  terms: TargetDocument | null,
  schedule: readonly SchedulePeriod[],
): Plan {
  const { value, factor, acrossUnits, acrossTime, bounds, frequency } = indicator;
  return {
    terms,
    value,
    ...(factor !== undefined && { factor }),
    acrossUnits,
    acrossTime,
    ...(bounds?.min !== undefined && { boundsMin: bounds.min }),
    frequency,
    schedule,
  };
}

function earlier(period: Period, no: number | undefined): Period {
  return no !== undefined && comparePeriods(periodOf(no), period) < 0 ? periodOf(no) : period;
}

function later(period: Period, no: number | undefined): Period {
  return no !== undefined && comparePeriods(periodOf(no), period) > 0 ? periodOf(no) : period;
}
