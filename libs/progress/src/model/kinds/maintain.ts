import type { MaintainTarget } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { isAssessable } from '../assessable.js';
import { exact, ZERO } from '../exact.js';
import { figureAt, valueReader } from '../fold.js';
import { edgeOf, limitsIn, limitTerms, meets, type Edge, type Limit } from '../limit.js';
import type { Plan } from '../types.js';
import {
  ATTAINED,
  BREACHED_BEFORE,
  LIMIT_BREACHED,
  MISSED_BREACHED_BEFORE,
  MISSED_LIMIT_BREACHED,
  NEAR_LIMIT,
  ON_TRACK,
} from '../verdict.js';
import type { Kind, Past } from './kind.js';

type Terms = z.infer<typeof MaintainTarget>;

/** Every period meets the floor, the ceiling or both: compared with the limit itself, never with a pace. */
export function maintain(terms: Terms, plan: Plan): Kind {
  const limits = limitsIn(terms);
  const margin = exact(terms.margin ?? ZERO);
  const near = margin.isZero() ? [] : limits.map((limit) => nearEnd(limit, margin));
  const isMet = (actual: Decimal) => limits.every((limit) => meets(limit, actual));
  const isNear = (actual: Decimal) => near.some((end) => meets(end, actual));
  return {
    folding: { span: 'period', fold: 'value' },
    closing: plan.schedule.length - 1,
    continues: (index) => index > 0,
    taintsLater: true,
    isTainted: (past) => wasBreached(plan, past, isMet),
    yardstick: () => ({
      expected: limits.length === 1 ? (limits[0]?.value ?? null) : null,
      limit: limitTerms(terms),
      zero: null,
      one: null,
      edges: [...limits, ...near].map(edgeOf) satisfies Edge[],
      judge: (actual, closed, tainted) => {
        if (!isMet(actual)) return closed ? MISSED_LIMIT_BREACHED : LIMIT_BREACHED;
        if (closed) return tainted ? MISSED_BREACHED_BEFORE : ATTAINED;
        if (isNear(actual)) return NEAR_LIMIT;
        return tainted ? BREACHED_BEFORE : ON_TRACK;
      },
    }),
  };
}

/** A value at the far end of the margin is still near; without a margin none is. */
function nearEnd({ side, value }: Limit, margin: Decimal): Limit {
  return side === 'min'
    ? { side: 'max', value: value.plus(margin), strict: false }
    : { side: 'min', value: value.minus(margin), strict: false };
}

function wasBreached(
  plan: Plan,
  { figures, at, index }: Past,
  isMet: (actual: Decimal) => boolean,
): boolean {
  const valueOf = valueReader(plan);
  for (let place = 0; place < index; place += 1) {
    if (!isAssessable(plan, figures, place, at)) continue;
    const figure = figureAt(plan, figures, place);
    const value = figure && valueOf(figure);
    if (value && !isMet(value)) return true;
  }
  return false;
}
