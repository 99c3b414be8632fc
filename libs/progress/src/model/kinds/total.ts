import type { TotalTarget } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { ZERO } from '../exact.js';
import { foldingOver } from '../fold.js';
import { edgeOf, isUsedUp, limitIn, limitTerms, meets } from '../limit.js';
import { ordinalOf } from '../ordinal.js';
import { courseFromZero, thresholdsOf } from '../pace.js';
import { shareOf, stepAt, stepsOf } from '../trajectory.js';
import type { Plan } from '../types.js';
import { ATTAINED, MISSED, MISSED_LIMIT_BREACHED } from '../verdict.js';
import { FORGETFUL, type Kind } from './kind.js';

type Terms = z.infer<typeof TotalTarget>;

/** The sum since the window's start meets the limit: a ceiling is missed once exceeded, a floor is attained once met. */
export function total(terms: Terms, plan: Plan): Kind {
  const limit = limitIn(terms);
  const keeps = neverFalls(plan);
  const closing = plan.schedule.length - 1;
  const expectedAt = expectations(terms, plan, limit.value);
  return {
    ...FORGETFUL,
    folding: foldingOver('window', plan, 'sum'),
    closing,
    yardstick: (index) => {
      const expected = expectedAt(index);
      const course = courseFromZero(limit, expected, thresholdsOf(terms));
      return {
        expected,
        limit: limitTerms(terms),
        zero: course.zero,
        one: course.one,
        edges: [edgeOf(limit), ...course.edges],
        judge: (actual, closed) => {
          const met = meets(limit, actual);
          if (!met && isUsedUp(limit)) return MISSED_LIMIT_BREACHED;
          if (met && (closed || (limit.side === 'min' && keeps))) return ATTAINED;
          return closed ? MISSED : course.colourOf(actual);
        },
      };
    },
  };
}

/** Values that cannot be negative make a sum that cannot fall. */
export function neverFalls({ boundsMin }: Plan): boolean {
  return boundsMin !== undefined && !boundsMin.startsWith('-');
}

function expectations(terms: Terms, plan: Plan, whole: Decimal): (index: number) => Decimal {
  const { schedule, frequency } = plan;
  const steps = stepsOf(terms, frequency);
  if (!steps) return (index) => shareOf(whole, index + 1, schedule.length);
  const start = ordinalOf(schedule[0]?.no ?? 0, frequency);
  return (index) =>
    index === schedule.length - 1 ? whole : (stepAt(steps, start + index) ?? ZERO);
}
