import type { Exact } from '../exact.js';
import type { Span } from '../fold.js';
import type { Circumstances, Expectation, Figures, Plan, Verdict } from '../types.js';

/** What one kind of target adds: everything else is the same for all. */
export interface Kind {
  /** The periods its actual covers. */
  readonly span: Span;
  /** What is asked of a period, whatever was reported. */
  expectation(plan: Plan, index: number): Expectation;
  /** The verdict on an actual value; the formula of the kind. */
  judge(
    plan: Plan,
    expectation: Expectation,
    actual: Exact,
    circumstances: Circumstances,
  ): Verdict;
  /** Every actual value at which `judge` may change its verdict, in any order. */
  cuts(plan: Plan, expectation: Expectation): readonly Exact[];
  /** Whether what happened before a period weighs on its verdict. `counts` tells which periods were assessable. */
  tainted(plan: Plan, figures: Figures, index: number, counts: (index: number) => boolean): boolean;
  return [limit?.min, limit?.max].filter((value) => value !== undefined);
}
