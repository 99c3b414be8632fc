import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { periodsIn } from '#catalogue';
import { IndicatorDocument } from '#contracts';
import { chance } from './chance.js';
import { inventSeries, somewhatOff } from './invent.js';

const count = IndicatorDocument.parse({
  code: 'alleys',
  name: { vi: 'Hẻm' },
  sector: 'economy',
  unitOfMeasure: 'tuyến',
  direction: 'up',
  frequency: 'quarter',
  reportedBy: 'ward',
  decimals: 0,
  acrossUnits: 'sum',
  acrossTime: 'sum',
  bounds: { min: 0 },
});
const share = { ...count, value: 'ratio' as const, factor: '100', acrossUnits: 'ratio' as const };
const ward = { unit: 'd1-da-kao', weight: 0.13, offset: 0.5, stories: [] };
const periods = periodsIn('2021-Q1', '2025-Q4', 'quarter');
const drawn = { from: '2021-Q1', spread: 0, noise: 0 };

test('a count over the years is the ward’s part of the district’s, to within one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.string(), (yearly, seed) => {
      const years = { 2021: yearly, 2022: yearly, 2023: yearly, 2024: yearly, 2025: yearly };
      const said = inventSeries(count, { ...drawn, yearly: years }, ward, periods, seed);
      const sum = said.reduce((total, one) => total + Number('value' in one ? one.value : 0), 0);
      return Math.abs(sum - 5 * yearly * ward.weight) <= 1;
    }),
  );
});

test('a level lies straight between the ends of its years', () => {
  const profile = { ...drawn, level: { 2020: 40, 2021: 60 }, base: 20000 };
  const said = inventSeries(share, profile, ward, periods.slice(0, 4), 'seed');
  expect(said).toEqual([
    { numerator: '1170', denominator: '2600' },
    { numerator: '1300', denominator: '2600' },
    { numerator: '1430', denominator: '2600' },
    { numerator: '1560', denominator: '2600' },
  ]);
});

test('a story bends what its unit says from its period on', () => {
  const profile = { ...drawn, level: { 2020: 40, 2025: 40 }, base: 20000 };
  const story = {
    indicator: 'alleys',
    unit: 'd1-da-kao',
    from: '2021-Q2',
    to: '2021-Q2',
    add: -10,
  };
  const said = inventSeries(
    share,
    profile,
    { ...ward, stories: [story] },
    periods.slice(0, 3),
    's',
  );
  expect(said.map((one) => ('numerator' in one ? one.numerator : ''))).toEqual([
    '1040',
    '780',
    '1040',
  ]);
});

test('what is somewhat off stays within its denominator', () => {
  const said = somewhatOff({ numerator: '95', denominator: '100' }, share, 0.2);
  expect(said).toEqual({ numerator: '100', denominator: '100' });
});

test('chance is even enough and depends on every word', () => {
  const draws = Array.from({ length: 2000 }, (_, index) => chance('seed', String(index)));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  expect(chance('a', 'b')).not.toBe(chance('a', 'c'));
  expect(chance('a', 'b')).toBe(chance('a', 'b'));
});
