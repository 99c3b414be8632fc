import type { IndicatorDocument } from '#contracts';
import { Decimal } from 'decimal.js';
import type { Refusals } from './refusals.js';
import type { Row } from './row.js';

/** Two hundred parts of 60 digits add up without rounding. */
const Exact = Decimal.clone({ precision: 200 });

type Part = Readonly<Record<string, string>>;

/**
 * Says what is wrong with a report's breakdowns: a dimension or value that the indicator does not have,
 * a part told twice, or, where values add up over units, parts of the same dimensions that do not add up
 * to the whole exactly. Several breakdowns stand side by side: by sex, by age group, by both.
 */
export function findBreakdownRefusals(
  { fields }: Row,
  indicator: IndicatorDocument,
  refusals: Refusals,
): void {
  const parts = (fields.breakdown ?? []) as readonly Part[];
  const before = refusals.all().length;
  parts.forEach((part, index) => findUnknown(part, index, indicator, refusals));
  if (refusals.all().length > before) return;
  const groups = groupsOf(parts);
  for (const group of groups.values()) findRepeated(group, refusals);
  const isAdditive = indicator.value === 'plain' && indicator.acrossUnits === 'sum';
  if (!isAdditive || fields.value === undefined) return;
  for (const [dimensions, group] of groups) {
    findUnequal(dimensions, group, fields.value, refusals);
  }
}

interface Placed {
  readonly index: number;
  readonly part: Part;
}

function findUnknown(
  part: Part,
  index: number,
  { dimensions = {} }: IndicatorDocument,
  refusals: Refusals,
): void {
  const names = dimensionsOf(part);
  if (names.length === 0) {
    refusals.add(`/breakdown/${index}`, 'breakdown-mismatch', {}, 'no-dimension');
  }
  for (const name of names) {
    const known = Object.hasOwn(dimensions, name) ? dimensions[name] : undefined;
    const value = part[name] as string;
    if (known?.some((one) => one.normalize('NFC') === value.normalize('NFC'))) continue;
    const pointer = `/breakdown/${index}/${escaped(name)}`;
    const because = known ? 'unknown-value' : 'unknown-dimension';
    refusals.add(pointer, 'breakdown-mismatch', { dimension: name, value }, because);
  }
}

function findRepeated(group: readonly Placed[], refusals: Refusals): void {
  const seen = new Set<string>();
  for (const { index, part } of group) {
    const place = JSON.stringify(dimensionsOf(part).map((name) => part[name]?.normalize('NFC')));
    if (seen.has(place)) {
      refusals.add(`/breakdown/${index}`, 'breakdown-mismatch', {}, 'repeated');
    }
    seen.add(place);
  }
}

function findUnequal(
  dimensions: string,
  group: readonly Placed[],
  whole: string,
  refusals: Refusals,
): void {
  const sum = group.reduce((total, { part }) => total.plus(part['value'] as string), new Exact(0));
  if (sum.eq(whole)) return;
  const values = { dimensions, sum: sum.toFixed(), value: whole };
  refusals.add('/breakdown', 'breakdown-mismatch', values, 'sum');
}

/** Parts of the same dimensions make one breakdown. */
function groupsOf(parts: readonly Part[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>();
  parts.forEach((part, index) => {
    const dimensions = dimensionsOf(part).join(', ');
    const group = groups.get(dimensions);
    if (group) group.push({ index, part });
    else groups.set(dimensions, [{ index, part }]);
  });
  return groups;
}

function dimensionsOf(part: Part): string[] {
  return Object.keys(part)
    .filter((name) => name !== 'value')
    .sort();
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
