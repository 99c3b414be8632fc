import { Exact } from './exact.js';
import { KINDS } from './kinds/index.js';
import type { Bands, Circumstances, Plan } from './types.js';
import { verdictNumber } from './verdict.js';

const CIRCUMSTANCES: readonly Circumstances[] = [
  { closed: false, tainted: false },
  { closed: true, tainted: false },
  { closed: false, tainted: true },
  { closed: true, tainted: true },
];

/**
 * The bands of one period: the judge is asked below, at and above each value at which it may change its
 * mind, and neighbours that agree are one band. Independent of what was reported.
 */
export function bandsOf(plan: Plan, index: number): Bands {
  const kind = KINDS[plan.kind];
  const expectation = kind.expectation(plan, index);
  const ask = (actual: Exact): number[] =>
    CIRCUMSTANCES.map((circumstances) => {
      const { status, reason } = kind.judge(plan, expectation, actual, circumstances);
      return verdictNumber(status, reason);
    });
  const cuts = ascending(kind.cuts(plan, expectation));
  const columns: number[][] = [ask(cuts[0]?.minus(1) ?? new Exact(0))];
  const closedCuts: Exact[] = [];
  const openCuts: Exact[] = [];
  const step = (column: number[], cut: Exact, side: Exact[]): void => {
    if (column.every((verdict, row) => verdict === columns.at(-1)?.[row])) return;
    columns.push(column);
    side.push(cut);
  };
  cuts.forEach((cut, at) => {
    const next = cuts[at + 1];
    step(ask(cut), cut, closedCuts);
    step(ask(next ? cut.plus(next).div(2) : cut.plus(1)), cut, openCuts);
  });
  const verdicts = CIRCUMSTANCES.map((_, row) => columns.map((column) => column[row] ?? 0));
  return { ...expectation, closedCuts, openCuts, verdicts };
}

/** The number of the verdict on an actual value: the look-up that the hot path does in SQL. */
export function verdictAt(bands: Bands, actual: Exact, circumstances: Circumstances): number {
  const row = bands.verdicts[rowOf(circumstances)] ?? [];
  return row[bucketOf(bands, actual)] ?? 0;
}

export function rowOf({ closed, tainted }: Circumstances): number {
  return (closed ? 1 : 0) + (tainted ? 2 : 0);
}

export function bucketOf({ closedCuts, openCuts }: Bands, actual: Exact): number {
  const below = closedCuts.filter((cut) => cut.lte(actual)).length;
  return below + openCuts.filter((cut) => cut.lt(actual)).length;
}

function ascending(values: readonly Exact[]): Exact[] {
  const sorted = [...values].sort((a, b) => a.cmp(b));
  return sorted.filter((value, at) => at === 0 || !sorted[at - 1]?.eq(value));
}
