import { describe, expect, test } from '@jest/globals';
import { UnitTree, type Unit } from './unit-tree.js';

/** District 1 before and after 1 July 2025: unit, official code, parent, first day, first day no more. */
const DISTRICT_1 = `
hcmc,79,city,,1976-07-02,
d1,760,district,hcmc,1976-07-02,2025-07-01
d1-tan-dinh,26734,ward,d1,1976-07-02,2025-07-01
d1-da-kao,26737,ward,d1,1976-07-02,2025-07-01
d1-ben-nghe,26740,ward,d1,1976-07-02,2025-07-01
d1-ben-thanh,26743,ward,d1,1976-07-02,2025-07-01
d1-nguyen-thai-binh,26746,ward,d1,1976-07-02,2025-07-01
d1-pham-ngu-lao,26749,ward,d1,1976-07-02,2025-07-01
d1-cau-ong-lanh,26752,ward,d1,1976-07-02,2025-07-01
d1-co-giang,26755,ward,d1,1976-07-02,2025-07-01
d1-nguyen-cu-trinh,26758,ward,d1,1976-07-02,2025-07-01
d1-cau-kho,26761,ward,d1,1976-07-02,2025-07-01
hcmc-tan-dinh,26737,ward,hcmc,2025-07-01,
hcmc-sai-gon,26740,ward,hcmc,2025-07-01,
hcmc-ben-thanh,26743,ward,hcmc,2025-07-01,
hcmc-cau-ong-lanh,26758,ward,hcmc,2025-07-01,`;

const units: Unit[] = DISTRICT_1.trim()
  .split('\n')
  .map((line, index) => {
    const [id = '', code = '', level = '', parent, validFrom = '', validTo] = line.split(',');
    return {
      no: index + 1,
      id,
      code,
      name: { vi: id },
      level,
      validFrom,
      parent: parent || undefined,
      validTo: validTo || undefined,
    };
  });
const tree = new UnitTree(units);
const no = (id: string) => tree.byId(id)!.no;

describe('an official code means something only with a day', () => {
  test.each([
    ['26740', '2025-06-30', 'd1-ben-nghe'],
    ['26740', '2025-07-01', 'hcmc-sai-gon'],
    ['26737', '2025-06-30', 'd1-da-kao'],
    ['26737', '2025-07-01', 'hcmc-tan-dinh'],
    ['26758', '2025-06-30', 'd1-nguyen-cu-trinh'],
    ['26758', '2025-07-01', 'hcmc-cau-ong-lanh'],
    ['26734', '2025-07-01', undefined],
    ['26740', '1976-07-01', undefined],
    ['99999', '2024-01-01', undefined],
  ])('%s on %s is %s', (code, on, id) => {
    expect(tree.byCode(code, on)?.id).toBe(id);
  });

  test('every unit that ever carried it is known', () => {
    expect(tree.everByCode('26740').map((unit) => unit.id)).toEqual([
      'd1-ben-nghe',
      'hcmc-sai-gon',
    ]);
    expect(tree.everByCode('99999')).toEqual([]);
  });
});

describe('the tree on a day', () => {
  test('a unit is there on its first day and not on the day it is no more', () => {
    const ward = tree.byId('d1-ben-nghe')!;
    expect(tree.validOn(ward, '1976-07-01')).toBe(false);
    expect(tree.validOn(ward, '1976-07-02')).toBe(true);
    expect(tree.validOn(ward, '2025-06-30')).toBe(true);
    expect(tree.validOn(ward, '2025-07-01')).toBe(false);
  });

  test('ancestors come nearest first, and only those of the day', () => {
    expect(tree.ancestors(no('d1-ben-nghe'), '2024-06-30')).toEqual([no('d1'), no('hcmc')]);
    expect(tree.ancestors(no('d1-ben-nghe'), '2025-07-01')).toEqual([no('hcmc')]);
    expect(tree.ancestors(no('hcmc-sai-gon'), '2025-07-01')).toEqual([no('hcmc')]);
    expect(tree.ancestors(no('hcmc'), '2025-07-01')).toEqual([]);
    expect(tree.ancestors(4711, '2025-07-01')).toEqual([]);
  });

  test('due are the units of the level that are valid on the day', () => {
    expect(tree.dueCount(no('d1'), 'ward', '2025-06-30')).toBe(10);
    expect(tree.dueCount(no('hcmc'), 'ward', '2025-06-30')).toBe(10);
    expect(tree.dueCount(no('d1'), 'ward', '2025-07-01')).toBe(0);
    expect(tree.dueCount(no('hcmc'), 'ward', '2025-07-01')).toBe(4);
    expect(tree.dueCount(no('d1-da-kao'), 'ward', '2025-06-30')).toBe(1);
    expect(tree.dueCount(no('d1-da-kao'), 'ward', '2025-07-01')).toBe(0);
    expect(tree.dueCount(no('d1-da-kao'), 'district', '2025-06-30')).toBe(0);
    expect(tree.dueUnits('hcmc', 'ward', '2025-07-01').map((unit) => unit.id)).toEqual([
      'hcmc-tan-dinh',
      'hcmc-sai-gon',
      'hcmc-ben-thanh',
      'hcmc-cau-ong-lanh',
    ]);
  });

  test('a scope holds itself and everything below, whatever the day', () => {
    expect(tree.isWithin('d1-da-kao', ['d1'])).toBe(true);
    expect(tree.isWithin('d1', ['d1'])).toBe(true);
    expect(tree.isWithin('hcmc', ['d1'])).toBe(false);
    expect(tree.isWithin('hcmc-sai-gon', ['d1'])).toBe(false);
    expect(tree.isWithin('hcmc-sai-gon', ['d1', 'hcmc'])).toBe(true);
    expect(tree.isWithin('nowhere', ['hcmc'])).toBe(false);
    expect(tree.isWithin('hcmc', [])).toBe(false);
    expect(tree.subtree('d1')).toHaveLength(11);
    expect(
      tree
        .subtree('hcmc')
        .map((unit) => unit.id)
        .slice(0, 2),
    ).toEqual(['hcmc', 'd1']);
    expect(tree.subtree('nowhere')).toEqual([]);
  });
});

test('a country of 3,356 units answers from memory', () => {
  const country: Unit[] = [
    unitNo(1, 'country'),
    ...range(34).map((p) => unitNo(p + 2, 'province', 1)),
  ];
  for (const ward of range(3321)) country.push(unitNo(ward + 36, 'ward', 2 + (ward % 34)));
  const large = new UnitTree(country);
  expect(large.all()).toHaveLength(3356);
  expect(large.dueCount(1, 'ward', '2024-01-31')).toBe(3321);
  const days = range(365).map((day) =>
    new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
  );
  let sum = 0;
  for (const day of days) for (const unit of country) sum += large.dueCount(unit.no, 'ward', day);
  expect(sum).toBe(365 * 3321 * 3);
  expect(large.ancestors(40, days[0]!)).toBe(large.ancestors(40, days[364]!));
});

function unitNo(no: number, level: string, parent?: number): Unit {
  return {
    no,
    id: `u${no}`,
    code: `${no}`,
    name: { vi: `${no}` },
    level,
    validFrom: '2000-01-01',
    parent: parent === undefined ? undefined : `u${parent}`,
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
