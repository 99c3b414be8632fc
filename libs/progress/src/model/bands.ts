import type { Decimal } from 'decimal.js';
import { dayAfter } from './assessable.js';
import { exact, ulp, written, ZERO } from './exact.js';
import type { Kind, Yardstick } from './kinds/kind.js';
import { kindOf } from './kinds/kinds.js';
import type { Edge } from './limit.js';
import type { Bands, Circumstances, Day, Folding, Plan } from './types.js';
import { INCOMPLETE, isGreen, verdictOf, type Verdict } from './verdict.js';

/** Values have at most 30 decimals, so this much above a value is the next one. */
const STEP = ulp(30);

/**
 * The bands of one period of the schedule, ahead of any report: the kind is asked once between all values
 * at which it may change its mind, and neighbours that agree are one band.
 */
export function bandsOf(plan: Plan, index: number): Bands {
  const kind = kindOf(plan);
  const yardstick = kind.yardstick(index);
  return {
    ...cutsOf(yardstick),
    expected: written(yardstick.expected),
    limit: yardstick.limit,
    paceZero: written(yardstick.zero),
    paceOne: written(yardstick.one),
    closesOn: closesOn(plan, kind, index),
    continues: kind.continues(index),
    taintsLater: kind.taintsLater,
  };
}

function cutsOf(yardstick: Yardstick): Pick<Bands, 'closedCuts' | 'openCuts' | 'verdicts'> {
  const closedCuts: string[] = [];
  const openCuts: string[] = [];
  const edges = inOrder(yardstick.edges);
  let last = ask(yardstick, edges[0]?.at.minus(1) ?? ZERO);
  const verdicts: [number[], number[], number[], number[]] = [
    [last[0]],
    [last[1]],
    [last[2]],
    [last[3]],
  ];
  for (const { at, closed } of edges) {
    const next = ask(yardstick, closed ? at : at.plus(STEP));
    if (next.every((no, row) => no === last[row])) continue;
    (closed ? closedCuts : openCuts).push(written(at));
    verdicts.forEach((row, place) => row.push(next[place] ?? NaN));
    last = next;
  }
  return { closedCuts, openCuts, verdicts };
}

/** The verdict on an actual of the bands' period: the look-up that the hot path does in SQL. */
export function verdictAt(
  bands: Bands,
  actual: Decimal | string,
  circumstances: Circumstances,
): Verdict {
  const row = bands.verdicts[rowOf(circumstances)] ?? [];
  return verdictOf(withheld(row[placeOf(bands, exact(actual))] ?? NaN, circumstances));
}

/** Which row of `verdicts` holds in these circumstances. */
export function rowOf({ closed, tainted }: Circumstances): 0 | 1 | 2 | 3 {
  if (tainted) return closed ? 3 : 2;
  return closed ? 1 : 0;
}

/** The number of closed cuts at or below an actual plus that of open cuts below it. */
export function placeOf({ closedCuts, openCuts }: Bands, actual: Decimal): number {
  return (
    closedCuts.filter((cut) => actual.gte(cut)).length +
    openCuts.filter((cut) => actual.gt(cut)).length
  );
}

/** The least or greatest of some units says nothing good of all of them. */
export function withheld(no: number, { lacksUnits }: Circumstances): number {
  return lacksUnits && isGreen(no) ? INCOMPLETE : no;
}

/** Whether a green verdict on this plan's roll-ups needs every due unit: for the least and the greatest of them. */
export function needsEveryUnit({ acrossUnits }: Pick<Plan, 'acrossUnits'>): boolean {
  return acrossUnits === 'min' || acrossUnits === 'max';
}

/** Which figures the actual of a plan covers and how they come to one value. */
export function foldingOf(plan: Plan): Folding {
  return kindOf(plan).folding;
}

/** The first day on which a plan is closed with a period assessed; null where that period does not close it. */
export function closesOn({ schedule }: Plan, { closing }: Kind, index: number): Day | null {
  const last = schedule[closing];
  return last && index >= closing ? dayAfter(last.lastDay) : null;
}

function ask({ judge }: Yardstick, actual: Decimal): [number, number, number, number] {
  return [
    judge(actual, false, false),
    judge(actual, true, false),
    judge(actual, false, true),
    judge(actual, true, true),
  ];
}

/** Closed before open at one value: the value itself is then a band of its own. */
function inOrder(edges: readonly Edge[]): Edge[] {
  return [...edges].sort((a, b) => a.at.cmp(b.at) || Number(b.closed) - Number(a.closed));
}
