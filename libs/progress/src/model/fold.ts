import { Exact, quotient, ZERO } from './exact.js';
import type { Figure, Figures, Plan } from './types.js';

/** The periods an actual covers: the assessed one, the year so far, or the window so far. */
export type Span = 'period' | 'year' | 'window';

export interface Folded {
  /** Null where there is no denominator. */
  readonly actual: Exact | null;
  readonly carried: { amount: Exact; denominator: Exact; periods: number };
}

/** The value of one period; null for a ratio with a zero denominator. */
export function valueOf(plan: Plan, figure: Figure): Exact | null {
  if (figure.denominator !== null) {
    if (figure.denominator.isZero()) return null;
    return quotient(figure.amount.times(plan.factor), figure.denominator);
  }
  if (plan.acrossUnits === 'mean') return quotient(figure.amount, new Exact(figure.reported));
  return figure.amount;
}

/** The first place of the span that ends at `index`. */
export function spanStart(plan: Plan, span: Span, index: number): number {
  if (span === 'window') return 0;
  if (span === 'period') return index;
  const year = plan.schedule[index]?.year;
  let start = index;
  while (start > 0 && plan.schedule[start - 1]?.year === year) start -= 1;
  return start;
}

/** The actual of the span that ends at `index`: first across units (in the figures), then across time. */
export function fold(plan: Plan, figures: Figures, span: Span, index: number): Folded {
  const spanned: Figure[] = [];
  for (let at = spanStart(plan, span, index); at <= index; at += 1) {
    const figure = figures.get(plan.schedule[at]?.no ?? -1);
    if (figure) spanned.push(figure);
  }
  const operator = span === 'period' ? 'last' : span === 'window' ? 'sum' : plan.acrossTime;
  const carried = {
    amount: sum(spanned.map((figure) => figure.amount)),
    denominator: sum(spanned.map((figure) => figure.denominator ?? ZERO)),
    periods: spanned.length,
  };
  return { actual: folded(plan, operator, spanned, carried), carried };
}

function folded(
  plan: Plan,
  operator: Plan['acrossTime'],
  figures: readonly Figure[],
  carried: Folded['carried'],
): Exact | null {
  const last = figures.at(-1);
  if (!last) return null;
  if (operator === 'last') return valueOf(plan, last);
  if (operator === 'ratio') {
    if (carried.denominator.isZero()) return null;
    return quotient(carried.amount.times(plan.factor), carried.denominator);
  }
  const values = figures.map((figure) => valueOf(plan, figure)).filter((value) => value !== null);
  return values.length === 0 ? null : combined(operator, values);
}

function combined(operator: 'sum' | 'mean' | 'min' | 'max', values: readonly Exact[]): Exact {
  if (operator === 'sum') return sum(values);
  if (operator === 'mean') return quotient(sum(values), new Exact(values.length));
  return values.reduce((best, value) =>
    (operator === 'min' ? value.lt(best) : value.gt(best)) ? value : best,
  );
}

function sum(values: readonly Exact[]): Exact {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
