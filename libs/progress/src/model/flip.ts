import { bucketOf, rowOf } from './bands.js';
import type { Exact } from './exact.js';
import type { Bands, Circumstances, Verdict } from './types.js';
import { verdictOf } from './verdict.js';

/** A change of the actual after which the status is another. */
export interface Flip {
  readonly actual: Exact;
  /** What must be added to the present actual; negative to get lower. */
  readonly change: Exact;
  /** Whether the value itself already flips, or only what lies beyond it. */
  readonly inclusive: boolean;
  readonly verdict: Verdict;
}

interface Cut {
  readonly value: Exact;
  /** The value itself belongs to the upper side. */
  readonly closed: boolean;
}

/** The nearest change of the actual that flips the status; null when nothing does. */
export function nearestFlip(
  bands: Bands,
  actual: Exact,
  circumstances: Circumstances,
): Flip | null {
  const row = bands.verdicts[rowOf(circumstances)] ?? [];
  const cuts = cutsInOrder(bands);
  const bucket = bucketOf(bands, actual);
  const status = verdictOf(row[bucket] ?? 0).status;
  const differs = (at: number) => verdictOf(row[at] ?? 0).status !== status;
  const flip = (cut: Cut, inclusive: boolean, at: number): Flip => ({
    actual: cut.value,
    change: cut.value.minus(actual),
    inclusive,
    verdict: verdictOf(row[at] ?? 0),
  });
  const above = cuts.findIndex((_, at) => at >= bucket && differs(at + 1));
  const below = cuts.findLastIndex((_, at) => at < bucket && differs(at));
  const up = cuts[above] && flip(cuts[above], cuts[above].closed, above + 1);
  const down = cuts[below] && flip(cuts[below], !cuts[below].closed, below);
  if (!up || !down) return up ?? down ?? null;
  return up.change.abs().lte(down.change.abs()) ? up : down;
}

/** Closed before open at the same value: the value itself is a band of its own between them. */
function cutsInOrder({ closedCuts, openCuts }: Bands): Cut[] {
  return [
    ...closedCuts.map((value) => ({ value, closed: true })),
    ...openCuts.map((value) => ({ value, closed: false })),
  ].sort((a, b) => a.value.cmp(b.value) || Number(b.closed) - Number(a.closed));
}
