import type { Decimal } from 'decimal.js';
import { exact, ONE, quotient, ZERO } from './exact.js';
import type { Figure, Figures, Folding, Plan, Span } from './types.js';

/** What the figures of a span come to. */
export interface Folded {
  /** Null where there is no denominator. */
  readonly actual: Decimal | null;
  readonly amount: Decimal;
  readonly denominator: Decimal | null;
  readonly periods: number;
  readonly estimates: number;
}

/**
 * Reads the value of single figures: numerator × factor / denominator, or the mean over those that
 * reported, both rounded half-up to 12 decimals; else the amount. Null for a ratio with a zero denominator.
 */
export function valueReader({
  acrossUnits,
  factor,
}: Pick<Plan, 'acrossUnits' | 'factor'>): (figure: Figure) => Decimal | null {
  const times = factorOf(factor);
  return ({ amount, denominator, reported }) => {
    if (denominator !== null) return ratioOf(amount, denominator, times);
    if (acrossUnits !== 'mean' || reported === 1) return amount;
    return quotient(amount, exact(reported));
  };
}

/** How a span of the window adds up over time, as the indicator says; running totals only where amounts add up. */
export function foldingOver(span: Span, plan: Plan, acrossTime = plan.acrossTime): Folding {
  switch (acrossTime) {
    case 'last':
      return { span: 'period', fold: 'value' };
    case 'ratio':
      return { span, fold: 'ratio' };
    case 'sum': {
      const addsUp = plan.value !== 'ratio' && plan.acrossUnits !== 'mean';
      return { span, fold: addsUp ? 'sum' : 'values' };
    }
    case 'mean':
    case 'min':
    case 'max':
      return { span, fold: 'values' };
  }
}

/** The first place of the span that ends at a place. */
export function spanStart(span: Span, { schedule }: Plan, index: number): number {
  if (span === 'period') return index;
  if (span === 'window') return 0;
  const year = schedule[index]?.year;
  let start = index;
  while (start > 0 && schedule[start - 1]?.year === year) start -= 1;
  return start;
}

/** Folds the figures of the span that ends at a place; a period without one adds nothing. Undefined without any. */
export function foldUpTo(
  plan: Plan,
  figures: Figures,
  { span, fold }: Folding,
  index: number,
  acrossTime = plan.acrossTime,
): Folded | undefined {
  const found: Figure[] = [];
  for (let place = spanStart(span, plan, index); place <= index; place += 1) {
    const figure = figureAt(plan, figures, place);
    if (figure) found.push(figure);
  }
  const last = found.at(-1);
  if (!last) return undefined;
  const carried = carry(found);
  const actual = (): Decimal | null => {
    switch (fold) {
      case 'value':
        return valueReader(plan)(last);
      case 'sum':
        return carried.amount;
      case 'ratio':
        return ratioOf(carried.amount, carried.denominator ?? ZERO, factorOf(plan.factor));
      case 'values':
        return combined(found, plan, acrossTime);
    }
  };
  return { ...carried, actual: actual() };
}

/** The figure of a place of the schedule, when anything was reported for it. */
export function figureAt({ schedule }: Plan, figures: Figures, index: number): Figure | undefined {
  const period = schedule[index];
  const figure = period && figures.get(period.no);
  return figure && figure.reported > 0 ? figure : undefined;
}

function carry(figures: readonly Figure[]): Omit<Folded, 'actual'> {
  let amount = ZERO;
  let denominator: Decimal | null = ZERO;
  let estimates = 0;
  for (const figure of figures) {
    amount = amount.plus(figure.amount);
    estimates += figure.estimates;
    denominator =
      denominator === null || figure.denominator === null
        ? null
        : denominator.plus(figure.denominator);
  }
  return { amount, denominator, periods: figures.length, estimates };
}

/** Periods without a value of their own (no denominator) are left out; null when none has one. */
function combined(
  figures: readonly Figure[],
  plan: Plan,
  acrossTime: Plan['acrossTime'],
): Decimal | null {
  const values = figures.map(valueReader(plan)).filter((value) => value !== null);
  if (values.length === 0) return null;
  if (acrossTime === 'min')
    return values.reduce((least, value) => (value.lt(least) ? value : least));
  if (acrossTime === 'max') return values.reduce((most, value) => (value.gt(most) ? value : most));
  const sum = values.reduce((total, value) => total.plus(value), ZERO);
  return acrossTime === 'mean' ? quotient(sum, exact(values.length)) : sum;
}

function ratioOf(numerator: Decimal, denominator: Decimal, factor: Decimal): Decimal | null {
  if (denominator.isZero()) return null;
  return quotient(factor === ONE ? numerator : numerator.times(factor), denominator);
}

function factorOf(factor: string | undefined): Decimal {
  return factor === undefined ? ONE : exact(factor);
}
