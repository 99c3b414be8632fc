import type { IndicatorDocument } from '#contracts';
import { Decimal } from 'decimal.js';
import type { Refusals } from './refusals.js';
import type { Row } from './row.js';

/** Wide enough that no product of two decimals of 60 digits is rounded. */
const Exact = Decimal.clone({ precision: 200 });

const AMOUNTS = ['value', 'numerator', 'denominator', 'done'] as const;
const ASKED: Readonly<Record<IndicatorDocument['value'], readonly string[]>> = {
  plain: ['value'],
  ratio: ['numerator', 'denominator'],
  done: ['done'],
};

/** Says what is wrong with the shape of a report's amount, and with its size. A value at a bound is inside. */
export function findAmountRefusals(
  row: Row,
  indicator: IndicatorDocument,
  refusals: Refusals,
): void {
  const asked = ASKED[indicator.value];
  for (const field of AMOUNTS) {
    const isSent = row.fields[field] !== undefined || row.malformed.has(field);
    if (isSent === asked.includes(field)) continue;
    const what = { indicator: indicator.name.vi, field };
    refusals.add(`/${field}`, 'value-shape', what, indicator.value);
  }
  const { value, numerator, denominator } = row.fields;
  if (indicator.value === 'plain' && value !== undefined) {
    findOutOfBounds('/value', value, '1', indicator, refusals);
  }
  if (indicator.value === 'ratio' && numerator !== undefined && denominator !== undefined) {
    findRatioOutOfBounds(numerator, denominator, indicator, refusals);
  }
}

/** Compared by multiplication, so nothing is rounded. A zero denominator gives no value to judge. */
function findRatioOutOfBounds(
  numerator: string,
  denominator: string,
  indicator: IndicatorDocument,
  refusals: Refusals,
): void {
  if (denominator.startsWith('-')) {
    const what = { value: denominator };
    refusals.add('/denominator', 'value-out-of-bounds', what, 'denominator');
  } else if (denominator !== '0') {
    const scaled = new Exact(numerator).times(indicator.factor ?? '1').toFixed();
    findOutOfBounds('/numerator', scaled, denominator, indicator, refusals);
  }
}

/** Judges `amount / divisor`, the divisor being positive. */
function findOutOfBounds(
  pointer: string,
  amount: string,
  divisor: string,
  { bounds, unitOfMeasure }: IndicatorDocument,
  refusals: Refusals,
): void {
  if (!bounds) return;
  const given = new Exact(amount);
  const { min, max } = bounds;
  const value = () => given.div(divisor).toDecimalPlaces(12).toFixed();
  if (min !== undefined && given.lt(new Exact(min).times(divisor))) {
    refusals.add(pointer, 'value-out-of-bounds', { value: value(), min, unitOfMeasure }, 'below');
  }
  if (max !== undefined && given.gt(new Exact(max).times(divisor))) {
    refusals.add(pointer, 'value-out-of-bounds', { value: value(), max, unitOfMeasure }, 'above');
  }
}
