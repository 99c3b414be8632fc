import { NO_TARGET } from '../verdict.js';
import type { Plan } from '../types.js';
import { FORGETFUL, type Kind } from './kind.js';

/** An indicator of a unit for which no target was set: it has a latest actual and no verdict. */
export function untargeted(plan: Plan): Kind {
  return {
    ...FORGETFUL,
    folding: { span: 'period', fold: 'value' },
    closing: plan.schedule.length,
    yardstick: () => ({
      expected: null,
      limit: null,
      zero: null,
      one: null,
      edges: [],
      judge: () => NO_TARGET,
    }),
  };
}
