import { createHash } from 'node:crypto';
import { type AcceptedReport, FACTS } from '#contracts';
import type { Recorded } from '#platform';
import { type CountryIndicator, INDICATORS, type Size, wardsOf } from './a-country.js';

const REPEATED = 0.02;
const CORRECTED = 0.08;
const ESTIMATED = 0.1;

type Cell = readonly [indicator: CountryIndicator, unit: string, period: string];

/** How many facts it takes until every ward has reported every indicator once, about. */
export function factsPerMonth({ wards }: Size): number {
  return Math.round((wards * INDICATORS.length) / (1 - REPEATED - CORRECTED));
}

/**
 * A month's report facts as the log hands them out, from `offset` on and in no order: of a hundred about
 * two are sent again, eight correct what was said before, and ten are estimates. A ward's values differ
 * from month to month by a few percent, as they do. Facts beyond the last cell are corrections.
 */
export function countryFacts(
  period: string,
  count: number,
  size: Size,
  offset = 0,
): Recorded<AcceptedReport>[] {
  const random = randomOf(offset + 1);
  const cells = shuffled(cellsOf(period, size), random);
  const facts: Recorded<AcceptedReport>[] = [];
  let next = 0;
  while (facts.length < count) {
    const dice = random();
    const before = facts[Math.floor(random() * facts.length)];
    const place = offset + facts.length;
    if (before && dice < REPEATED) facts.push({ ...before, offset: place });
    else if (before && (dice < REPEATED + CORRECTED || next === cells.length))
      facts.push(fact(placeOf(before), place, random));
    else facts.push(fact(cells[next++] as Cell, place, random));
  }
  return facts;
}

function cellsOf(period: string, size: Size): Cell[] {
  return wardsOf(size).flatMap((unit) =>
    INDICATORS.map((indicator): Cell => [indicator, unit, period]),
  );
}

function placeOf({ data }: Recorded<AcceptedReport>): Cell {
  const indicator = INDICATORS.find(({ code }) => code === data.indicator) as CountryIndicator;
  return [indicator, data.unit, data.period];
}

function fact(cell: Cell, offset: number, random: () => number): Recorded<AcceptedReport> {
  const [indicator, unit, period] = cell;
  const content = contentOf(cell, random);
  const fingerprint = hash(JSON.stringify([cell, content]));
  const data: AcceptedReport = {
    reportId: uuid(hash(`${offset}/${random()}`)),
    indicator: indicator.code,
    unit,
    period,
    ...content,
    standing: random() < ESTIMATED ? 'estimate' : 'official',
    sender: `Ủy ban nhân dân ${unit}`,
    senderKey: unit,
    catalogueVersion: 1,
    fingerprint,
  };
  return {
    partition: 0,
    offset,
    position: offset,
    id: data.reportId,
    type: FACTS.reportAccepted,
    key: indicator.code,
    time: '2024-02-20T01:00:00.000Z',
    correlationId: data.reportId,
    fingerprint,
    data,
  };
}

function contentOf([{ code, value }, unit]: Cell, random: () => number) {
  const usual = parseInt(hash(`${code}/${unit}`).slice(0, 4), 16) / 0xffff;
  const now = (usual * 900 * (0.97 + random() * 0.06)).toFixed(2);
  if (value === 'done') return { done: usual > 0.3 };
  return value === 'ratio' ? { numerator: now, denominator: '1000' } : { value: now };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const uuid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
  return items;
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
