import type { IndicatorDocument } from '#contracts';
import { compareDecimals } from './decimal-order.js';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';

/** A calendar that is there, aggregation that the values allow, bounds that hold something. */
export function validateIndicators(draft: Draft, problems: ProblemList): void {
  for (const { body: indicator, pointer } of draft.proposal.documents.indicators) {
    if (indicator.calendar !== 'civil' && !draft.knows('calendars', indicator.calendar)) {
      const message = `The calendar ${indicator.calendar} is not known.`;
      problems.add(`${pointer}/calendar`, 'unknown-calendar', message);
    }
    findAggregationWithoutParts(indicator, pointer, problems);
    findEmptyNumbers(indicator, pointer, problems);
  }
}

function findAggregationWithoutParts(
  indicator: IndicatorDocument,
  pointer: string,
  problems: ProblemList,
) {
  if (indicator.value === 'ratio') return;
  for (const field of ['acrossUnits', 'acrossTime'] as const) {
    if (indicator[field] !== 'ratio') continue;
    const message = `A ratio adds up numerators and denominators; ${indicator.code} takes values of the shape ${indicator.value}.`;
    problems.add(`${pointer}/${field}`, 'aggregation-needs-ratio', message);
  }
}

function findEmptyNumbers(indicator: IndicatorDocument, pointer: string, problems: ProblemList) {
  const { min, max } = indicator.bounds ?? {};
  if (min !== undefined && max !== undefined && compareDecimals(min, max) > 0) {
    const message = `No value lies at or above ${min} and at or below ${max}.`;
    problems.add(`${pointer}/bounds`, 'bounds-empty', message);
  }
  if (indicator.factor !== undefined && compareDecimals(indicator.factor, '0') <= 0) {
    problems.add(`${pointer}/factor`, 'factor-not-positive', 'A factor is above zero.');
  }
}
