import type { TargetDocument, TargetKind } from '#contracts';
import type { Plan } from '../types.js';
import { annual } from './annual.js';
import type { Kind, KindOf } from './kind.js';
import { maintain } from './maintain.js';
import { reach } from './reach.js';
import { total } from './total.js';
import { untargeted } from './untargeted.js';

/** Every kind there is; one more joins by its file and its line here. */
const KINDS: {
  readonly [K in TargetKind]: KindOf<Extract<TargetDocument, { kind: K }>>;
} = { reach, total, annual, maintain };

/** Plans are immutable, so what is read out of their terms is read once. */
const known = new WeakMap<Plan, Kind>();

/** What a plan's kind says of it. */
export function kindOf(plan: Plan): Kind {
  const found = known.get(plan) ?? kindFrom(plan);
  known.set(plan, found);
  return found;
}

function kindFrom(plan: Plan): Kind {
  const { terms } = plan;
  if (terms === null) return untargeted(plan);
  const kind = KINDS[terms.kind] as KindOf<TargetDocument>;
  return kind(terms, plan);
}
