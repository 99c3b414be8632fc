import type { AcrossTime, AcrossUnits, Frequency, LimitTerms, TargetDocument } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { Verdict } from './verdict.js';

/** A calendar day, `2024-06-30`, compared as text. */
export type Day = string;

/** One reporting period of a target's window, with the days that its calendar gives it. */
export interface SchedulePeriod {
  readonly period: string;
  /** As tables keep it: year * 100 + slot (202406, 202422, 202431, 202441). */
  readonly no: number;
  readonly year: number;
  readonly firstDay: Day;
  /** Included: the cut-off. */
  readonly lastDay: Day;
  /** Passes at the end of its day; that of the indicator's `reportedBy` level. */
  readonly deadline: Day;
}

/**
 * What was reported for one unit, indicator and period, a unit's own or rolled up; there is one only where
 * `reported` is at least 1. Decimals are made by `exact` of exact.ts.
 */
export interface Figure {
  /** The period's number. */
  readonly no: number;
  /** The sum (also for `mean`, which divides by `reported`), the numerator, the least, the greatest, or the own value. */
  readonly amount: Decimal;
  /** Null where the amount is a value by itself: plain and done values, and roll-ups of ratios other than by `ratio`. */
  readonly denominator: Decimal | null;
  readonly reported: number;
  readonly due: number;
  /** How many of the counted statements are estimates. */
  readonly estimates: number;
}

/** Figures of one unit and indicator by the number of their period. */
export type Figures = ReadonlyMap<number, Figure>;

/** What the assessment of one target needs to know besides figures and the day: plain and immutable; one object per target is read once. */
export interface Plan {
  /** Null for an indicator and unit without a target: assessed as `no-target`, with its latest actual. */
  readonly terms: TargetDocument | null;
  readonly value: 'plain' | 'ratio' | 'done';
  /** Multiplies a ratio, 1 when absent; a plain value has none. */
  readonly factor?: string;
  readonly acrossUnits: AcrossUnits;
  readonly acrossTime: AcrossTime;
  /** The indicator's least value, when it has one: from 0 on a sum cannot fall again. */
  readonly boundsMin?: string;
  readonly frequency: Frequency;
  /** The window's periods in order, without a gap, all of the frequency; at least one. */
  readonly schedule: readonly SchedulePeriod[];
}

/** Which periods up to the assessed one the actual covers. */
export type Span = 'period' | 'year' | 'window';

/**
 * How the actual comes from the figures of its span: `value` is that of the assessed period; `sum` adds
 * amounts; `ratio` divides added numerators by added denominators; `values` folds the values of the
 * periods, so that no running total replaces them.
 */
export type Fold = 'value' | 'sum' | 'ratio' | 'values';

export interface Folding {
  readonly span: Span;
  readonly fold: Fold;
}

/** What the figures of the span, the assessed period's included, add up to; with `fold: value` that period's alone. */
export interface Carried {
  readonly amount: string;
  readonly denominator: string | null;
  /** How many periods of the span have a figure. */
  readonly periods: number;
  /** How many of the statements counted are estimates. */
  readonly estimates: number;
}

/** How a pace reads: `(a - zero) / (one - zero)`; without a zero it is `one / a` (a ceiling used up), while that is above 0. */
export interface PaceScale {
  readonly paceZero: string | null;
  /** Null where there is no pace. With a zero it differs from it; without one it is not 0. */
  readonly paceOne: string | null;
}

/** Where a target stands at a day. Decimals are canonical strings. */
export interface Assessment extends PaceScale {
  /** The assessed period: the latest assessable one, by its place in the schedule; null before there is one. */
  readonly periodIndex: number | null;
  readonly period: string | null;
  /** Null without an assessed period, and where it has no denominator. */
  readonly actual: string | null;
  /** Null where nothing single is expected: without an assessed period, a baseline or a plan, and between two limits. */
  readonly expected: string | null;
  /** What must be met in the end; for `annual`, the plan of the assessed period's year. */
  readonly limit: LimitTerms | null;
  /** Four decimals, rounded half-up, for reading; no verdict depends on it. */
  readonly pace: string | null;
  readonly verdict: Verdict;
  /** `estimate` when any statement the actual rests on is one. */
  readonly standing: 'official' | 'estimate' | null;
  /** Of the assessed period; without one of the latest begun period that has a figure, else null. */
  readonly completeness: { readonly due: number; readonly reported: number } | null;
  /** Periods of the window after the assessed one whose deadline has passed, as of the day asked for. */
  readonly overduePeriods: number;
  readonly closed: boolean;
  readonly tainted: boolean;
  readonly lacksUnits: boolean;
  readonly carried: Carried | null;
  /**
   * The next day on which time alone may change the verdict or the assessed period, without new reports;
   * null when there is none. `overduePeriods` is not meant: it grows with every deadline.
   */
  readonly revisitOn: Day | null;
}

/** What a verdict depends on besides the actual and the period. */
export interface Circumstances {
  /** The window's last period (for `reach` the last horizon) is assessed and its last day has passed. */
  readonly closed: boolean;
  /** `maintain`: breached in an earlier assessable period. `annual`: an earlier year was not met. */
  readonly tainted: boolean;
  /** An aggregate that needs every unit lacks some in the assessed period: nothing green can be said. */
  readonly lacksUnits: boolean;
}

/**
 * The actual values at which the verdict of one target changes in one period; they do not depend on any
 * figure. The place of an actual is the number of closed cuts at or below it plus that of open cuts below it.
 */
export interface Bands extends PaceScale {
  /** Ascending. The upper side begins AT such a value. */
  readonly closedCuts: readonly string[];
  /** Ascending. The upper side begins just ABOVE such a value. */
  readonly openCuts: readonly string[];
  /** Numbers of verdicts by place, in four rows of equal length: open, closed, open and tainted, closed and tainted. */
  readonly verdicts: readonly [
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  readonly expected: string | null;
  readonly limit: LimitTerms | null;
  /** The first day on which the target is closed when this period is the assessed one; null where it never is. */
  readonly closesOn: Day | null;
  /**
   * Whether the standing of the period before can be carried into this one: the span goes on, and the taint
   * changes only by `taintsLater`. Where not, the new standing comes from `assess`.
   */
  readonly continues: boolean;
  /** A breached verdict of this period taints the periods after it. */
  readonly taintsLater: boolean;
}
