import type { AcceptedReport, IndicatorDocument, Refusal } from '#contracts';
import { findAmountRefusals } from './amount.js';
import { findBreakdownRefusals } from './breakdown.js';
import type { Day, Knowledge } from './knowledge.js';
import { Refusals } from './refusals.js';
import type { Row } from './row.js';
import { findUnitRefusals, unitOf } from './unit.js';

/** What a report says, resolved and canonical: an accepted report but for who sent it and under which id. */
export type Content = Omit<
  AcceptedReport,
  'reportId' | 'sender' | 'senderKey' | 'catalogueVersion' | 'fingerprint'
>;

export type Decision = { readonly content: Content } | { readonly refusals: Refusal[] };

/**
 * Judges one report by the reference data of the moment: its content, or everything that is wrong with
 * it at once. A report is taken from the first day of its period on; which unit a code means, and
 * whether a unit is there, is decided by the period's last day.
 */
export function decide(row: Row, knowledge: Knowledge, refusals = new Refusals()): Decision {
  const indicator = indicatorOf(row, knowledge, refusals);
  const lastDay = lastDayOf(row, indicator, knowledge, refusals);
  const unit = unitOf(row, lastDay, knowledge, refusals);
  if (unit) findUnitRefusals(unit, row, indicator, lastDay, knowledge, refusals);
  if (indicator) {
    findAmountRefusals(row, indicator, refusals);
    findBreakdownRefusals(row, indicator, refusals);
  }
  const isWhole = indicator !== undefined && unit !== undefined && refusals.none;
  return isWhole ? { content: contentOf(row, unit.id) } : { refusals: refusals.all() };
}

function indicatorOf({ fields, malformed }: Row, knowledge: Knowledge, refusals: Refusals) {
  const { indicator: code } = fields;
  if (code === undefined) {
    if (!malformed.has('indicator')) refusals.add('/indicator', 'field-missing', {}, 'indicator');
    return undefined;
  }
  const indicator = knowledge.indicator(code);
  if (!indicator) refusals.add('/indicator', 'unknown-indicator', { indicator: code });
  return indicator;
}

/** The last day of the report's period; undefined when that cannot be said. */
function lastDayOf(
  { fields, malformed }: Row,
  indicator: IndicatorDocument | undefined,
  knowledge: Knowledge,
  refusals: Refusals,
): Day | undefined {
  const { period } = fields;
  if (period === undefined) {
    if (!malformed.has('period')) refusals.add('/period', 'field-missing', {}, 'period');
    return undefined;
  }
  const frequency = knowledge.frequencyOf(period);
  if (!frequency) refusals.add('/period', 'period-malformed', { period });
  if (!frequency || !indicator) return undefined;
  if (frequency !== indicator.frequency) {
    const what = { period, indicator: indicator.name.vi };
    refusals.add('/period', 'period-wrong-frequency', what, indicator.frequency);
    return undefined;
  }
  const { firstDay, lastDay } = knowledge.daysOf(indicator, period);
  if (knowledge.today(indicator) < firstDay) {
    refusals.add('/period', 'period-in-future', { period, firstDay });
  }
  return lastDay;
}

function contentOf({ fields }: Row, unit: string): Content {
  const { indicator = '', period = '', standing = 'official', evidence, breakdown } = fields;
  const { value, numerator, denominator, done, note } = fields;
  return {
    indicator,
    unit,
    period,
    value,
    numerator,
    denominator,
    done,
    standing,
    note,
    evidence: evidence?.length ? evidence : undefined,
    breakdown: breakdown?.length ? (breakdown as Record<string, string>[]) : undefined,
  };
}
