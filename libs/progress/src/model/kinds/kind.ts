import type { LimitTerms, TargetDocument } from '#contracts';
import type { Decimal } from 'decimal.js';
import type { Edge } from '../limit.js';
import type { Day, Figures, Folding, Plan } from '../types.js';

/** What the actual of one period is held against, whatever was reported. */
export interface Yardstick {
  readonly expected: Decimal | null;
  /** What must be met in the end. */
  readonly limit: LimitTerms | null;
  readonly zero: Decimal | null;
  readonly one: Decimal | null;
  /** Every actual at which `judge` may change its mind, in any order. */
  readonly edges: readonly Edge[];
  /** The number of the verdict on an actual. */
  judge(actual: Decimal, closed: boolean, tainted: boolean): number;
}

/** What was reported before an assessed place, as seen at a day. */
export interface Past {
  readonly figures: Figures;
  readonly at: Day;
  readonly index: number;
}

/** What one kind of target says of one plan; everything else is the same for all kinds. */
export interface Kind {
  readonly folding: Folding;
  /** The place at whose end the target is decided. */
  readonly closing: number;
  yardstick(index: number): Yardstick;
  /** Whether what happened before weighs on the verdict. */
  isTainted(past: Past): boolean;
  /** Whether the standing of the place before can be carried into this one. */
  continues(index: number): boolean;
  /** A breached verdict taints the periods after it. */
  readonly taintsLater: boolean;
}

/** How a kind joins: a function of its terms, listed in kinds.ts. */
export type KindOf<Terms extends TargetDocument> = (terms: Terms, plan: Plan) => Kind;

/** For kinds that judge a period without looking back. */
export const FORGETFUL = {
  isTainted: () => false,
  continues: (index: number) => index > 0,
  taintsLater: false,
} satisfies Partial<Kind>;
