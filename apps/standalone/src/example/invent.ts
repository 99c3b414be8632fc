import type { IndicatorDocument } from '#contracts';
import { comparePeriods, PERIODS_PER_YEAR, takeApart } from '#catalogue';
import type { Period } from '#catalogue';
import { canonicalDecimal } from '#contracts';
import { chance, swing } from './chance.js';
import type { Invention, Profile, Story } from './profile.js';

/** What one report says: a plain value, or a numerator over a denominator. Decimals, canonical. */
export type Statement = { value: string } | { numerator: string; denominator: string };

/** One unit that reports one indicator: its part of the district and how it lies apart. */
export interface Reporter {
  readonly unit: string;
  readonly weight: number;
  readonly offset: number;
  readonly stories: readonly Story[];
}

/** One unit's statements of one indicator over the given periods, in order. */
export function inventSeries(
  indicator: IndicatorDocument,
  profile: Profile,
  reporter: Reporter,
  periods: readonly Period[],
  seed: Invention['seed'],
): Statement[] {
  const restless = (period: Period) =>
    profile.noise * swing(seed, indicator.code, reporter.unit, period, 'noise');
  if ('yearly' in profile) {
    const ideal = (period: Period) =>
      told(
        flow(profile.yearly, profile, period) * reporter.weight * (1 + restless(period)),
        reporter,
        period,
      );
    return carried(
      periods.map(ideal),
      indicator,
      chance(seed, indicator.code, reporter.unit) - 0.5,
    );
  }
  const { level } = profile;
  return periods.map((period) => {
    const apart = reporter.offset * profile.spread + restless(period);
    const value = told(
      levelAt(level, period) * partOf(indicator, reporter) + apart,
      reporter,
      period,
    );
    return stated(indicator, bounded(value, indicator), (profile.base ?? 0) * reporter.weight);
  });
}

/** A stock that adds up over units is split over them; a rate or a score is not. */
function partOf(indicator: IndicatorDocument, reporter: Reporter): number {
  return indicator.value === 'plain' && indicator.acrossUnits === 'sum' ? reporter.weight : 1;
}

function flow(yearly: Record<string, number>, { season }: Profile, period: Period): number {
  const { year, ordinal, frequency } = takeApart(period);
  return ((yearly[year] ?? 0) / PERIODS_PER_YEAR[frequency]) * (season?.[ordinal - 1] ?? 1);
}

/** Straight between the ends of the years that are given; flat before the first and after the last. */
function levelAt(level: Record<string, number>, period: Period): number {
  const { year, ordinal, frequency } = takeApart(period);
  const at = year - 1 + ordinal / PERIODS_PER_YEAR[frequency];
  const points = Object.entries(level).map(([end, value]) => ({ end: Number(end), value }));
  const after = points.find((point) => point.end >= at) ?? points.at(-1);
  const before = points.findLast((point) => point.end <= at) ?? points[0];
  if (!after || !before) return 0;
  const way = after.end > before.end ? (at - before.end) / (after.end - before.end) : 0;
  return before.value + way * (after.value - before.value);
}

function told(value: number, { stories }: Reporter, period: Period): number {
  return stories
    .filter((story) => covers(story, period))
    .reduce((told, story) => told * (story.times ?? 1) + (story.add ?? 0), value);
}

/** Whether something that happens `from` a period (`to` another) happens in this one, of the same frequency. */
export function covers(happening: { from: Period; to?: Period }, period: Period): boolean {
  const { from, to } = happening;
  return comparePeriods(from, period) <= 0 && (!to || comparePeriods(period, to) <= 0);
}

/** Rounds a flow so that nothing is lost: what one period rounds away, the next one takes up. */
function carried(ideals: number[], indicator: IndicatorDocument, start: number): Statement[] {
  let carry = start / 10 ** indicator.decimals;
  return ideals.map((ideal) => {
    const value = Math.max(0, Number((ideal + carry).toFixed(indicator.decimals)));
    carry += ideal - value;
    return { value: decimal(value, indicator.decimals) };
  });
}

export function bounded(value: number, { bounds }: IndicatorDocument): number {
  return Math.min(
    Math.max(value, Number(bounds?.min ?? -Infinity)),
    Number(bounds?.max ?? Infinity),
  );
}

function stated(indicator: IndicatorDocument, value: number, base: number): Statement {
  if (indicator.value !== 'ratio') return { value: decimal(value, indicator.decimals) };
  const denominator = Math.max(1, Math.round(base));
  const numerator = Math.round((denominator * value) / Number(indicator.factor ?? 1));
  return { numerator: decimal(numerator, 0), denominator: decimal(denominator, 0) };
}

function decimal(value: number, decimals: number): string {
  return canonicalDecimal(value.toFixed(decimals)) ?? '0';
}

/** The same statement, somewhat off: what an office says before it knows, or says by mistake. */
export function somewhatOff(
  statement: Statement,
  indicator: IndicatorDocument,
  by: number,
): Statement {
  if ('value' in statement) {
    return {
      value: decimal(bounded(Number(statement.value) * (1 + by), indicator), indicator.decimals),
    };
  }
  const denominator = Number(statement.denominator);
  const numerator = Math.min(denominator, Math.round(Number(statement.numerator) * (1 + by)));
  return { numerator: decimal(numerator, 0), denominator: statement.denominator };
}
