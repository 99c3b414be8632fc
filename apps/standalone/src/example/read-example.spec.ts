import { expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { exampleFolder, readExample } from './read-example.js';

const { bundle, written, invention } = readExample(exampleFolder('district-1'));
const resolution = (code: string) => bundle.resolutions?.find((known) => known.code === code);
const unitsAt = (day: string) =>
  bundle.units?.filter((u) => u.validFrom <= day && (u.validTo === undefined || day < u.validTo));
const sumOf = (values: (string | undefined)[]) =>
  values.reduce((sum, value) => sum.plus(value ?? 0), new Decimal(0));

test('2020-2025 has 41 indicators and 6 programmes, 2015-2020 has 24 indicators', () => {
  expect(resolution('d1-xii')?.items).toHaveLength(41);
  expect(resolution('d1-xii')?.programmes).toHaveLength(6);
  expect(resolution('d1-xi')?.items).toHaveLength(24);
});

test('items are numbered through, each indicator once, and every indicator is measured', () => {
  for (const code of ['d1-xi', 'd1-xii']) {
    const items = resolution(code)?.items ?? [];
    expect(items.map((item) => item.number)).toEqual(items.map((_, index) => index + 1));
    expect(new Set(items.map((item) => item.indicator)).size).toBe(items.length);
  }
  const items = ['d1-xi', 'd1-xii'].flatMap((code) => resolution(code)?.items ?? []);
  const measured = new Set(bundle.indicators?.map((indicator) => indicator.code));
  expect(new Set(items.map((item) => item.indicator))).toEqual(measured);
});

test('ten wards until June 2025, four from July 2025 on, and a code that meant another ward', () => {
  const wards = (day: string) => unitsAt(day)?.filter((unit) => unit.level === 'ward') ?? [];
  expect(wards('2025-06-30')).toHaveLength(10);
  expect(wards('2025-07-01')).toHaveLength(4);
  const nameOf26740 = (day: string) => wards(day).find((u) => u.code === '26740')?.name.vi;
  expect(nameOf26740('2025-06-30')).toBe('Phường Bến Nghé');
  expect(nameOf26740('2025-07-01')).toBe('Phường Sài Gòn');
});

test('all five sectors, four frequencies, four kinds of target and both trajectories are there', () => {
  const distinct = (values: (string | undefined)[] = []) => [...new Set(values)].sort();
  const targets = bundle.resolutions?.flatMap((known) => known.targets) ?? [];
  expect(distinct(bundle.indicators?.map((known) => known.sector))).toEqual([
    'culture-society',
    'defence-security',
    'economy',
    'government-reform',
    'party-mass',
  ]);
  expect(distinct(bundle.indicators?.map((known) => known.frequency))).toHaveLength(4);
  expect(distinct(bundle.indicators?.map((known) => known.acrossUnits))).toHaveLength(6);
  expect(distinct(targets.map((target) => target.kind))).toEqual([
    'annual',
    'maintain',
    'reach',
    'total',
  ]);
  expect(targets.some((target) => target.trajectory?.kind === 'step')).toBe(true);
  expect(targets.some((target) => target.unit !== 'd1')).toBe(true);
});

test('every item of 2020-2025 has a target of the district; what wards are given adds up to it', () => {
  const targets = resolution('d1-xii')?.targets ?? [];
  const own = targets.filter((target) => target.unit === 'd1');
  expect(own.map((target) => target.indicator)).toEqual(
    resolution('d1-xii')?.items.map((item) => item.indicator),
  );
  for (const total of own) {
    const parts = targets.filter((target) => target.allocatedFrom === total.id);
    if (total.kind !== 'total' || parts.length === 0) continue;
    expect(parts).toHaveLength(10);
    const given = sumOf(parts.map((part) => (part.kind === 'total' ? part.min : undefined)));
    expect(given.toFixed()).toBe(total.min);
  }
});

test('published figures are reports: revenue to June 2020, revenue of the term, growth and share', () => {
  const revenue = written.filter((report) => report.indicator === 'budget-revenue');
  const toJune2020 = revenue.filter((report) => report.period <= '2020-Q2');
  expect(sumOf(toJune2020.map((report) => report.value)).toFixed()).toBe('68818');
  expect(toJune2020.every((report) => report.standing === 'official')).toBe(true);
  const all = sumOf(revenue.map((report) => report.value));
  expect(all.toFixed()).toBe('76754.67');
  const target = resolution('d1-xi')?.targets.find((known) => known.id === 'd1-xi-budget-revenue');
  expect(target).toMatchObject({ kind: 'total', min: '74610' });
  expect(all.div(74610).times(100).toFixed(2)).toBe('102.87');
  const valueOf = (indicator: string) =>
    written.find((report) => report.indicator === indicator && report.period === '2019')?.value;
  expect(valueOf('production-value-growth')).toBe('15.98');
  expect(valueOf('trade-services-share')).toBe('78.17');
});

test('every target and indicator says where it comes from, and each ward has its part', () => {
  const targets = bundle.resolutions?.flatMap((known) => known.targets) ?? [];
  for (const document of [...targets, ...(bundle.indicators ?? [])]) {
    expect(document.source ?? '').not.toBe('');
  }
  const weights = Object.values(invention.wards).map((ward) => String(ward.weight));
  expect(weights).toHaveLength(10);
  expect(sumOf(weights).toFixed()).toBe('1');
});
