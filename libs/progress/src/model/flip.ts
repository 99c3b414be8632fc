import type { Decimal } from 'decimal.js';
import { placeOf, rowOf, withheld } from './bands.js';
import { exact } from './exact.js';
import type { Bands, Circumstances } from './types.js';
import { verdictOf, type Verdict } from './verdict.js';

/** A change of the actual after which the status is another one. */
export interface Flip {
  /** Where the status changes: from this value on, or only beyond it. */
  readonly actual: Decimal;
  /** What has to be added to the present actual; negative downwards. */
  readonly change: Decimal;
  /** The value itself already has the other status. */
  readonly inclusive: boolean;
  readonly verdict: Verdict;
}

interface Cut {
  readonly at: Decimal;
  readonly closed: boolean;
}

/**
 * The nearest change of the actual that flips the status, a change of the reason alone does not count; of
 * two equally near the one into the worse status. Null when no actual would flip it.
 */
export function nearestFlip(
  bands: Bands,
  actual: Decimal,
  circumstances: Circumstances,
): Flip | null {
  const row = bands.verdicts[rowOf(circumstances)] ?? [];
  const verdicts = row.map((no) => verdictOf(withheld(no, circumstances)));
  const cuts = cutsInOrder(bands);
  const place = placeOf(bands, actual);
  const status = verdicts[place]?.status;
  const differs = (at: number) => verdicts[at]?.status !== status;
  const above = cuts.findIndex((_, cut) => cut >= place && differs(cut + 1));
  const below = cuts.findLastIndex((_, cut) => cut < place && differs(cut));
  const up = flipAt(cuts[above], cuts[above]?.closed === true, verdicts[above + 1], actual);
  const down = flipAt(cuts[below], cuts[below]?.closed === false, verdicts[below], actual);
  if (!up || !down) return up ?? down;
  const order = up.change.abs().cmp(down.change.abs()) || down.verdict.no - up.verdict.no;
  return order <= 0 ? up : down;
}

function flipAt(
  cut: Cut | undefined,
  inclusive: boolean,
  verdict: Verdict | undefined,
  actual: Decimal,
): Flip | null {
  return cut && verdict
    ? { actual: cut.at, change: cut.at.minus(actual), inclusive, verdict }
    : null;
}

/** In the order of their places: closed before open at one value. */
function cutsInOrder({ closedCuts, openCuts }: Bands): Cut[] {
  return [
    ...closedCuts.map((cut) => ({ at: exact(cut), closed: true })),
    ...openCuts.map((cut) => ({ at: exact(cut), closed: false })),
  ].sort((a, b) => a.at.cmp(b.at) || Number(b.closed) - Number(a.closed));
}
