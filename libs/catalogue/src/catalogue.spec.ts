import { describe, expect, test } from '@jest/globals';
import { aBundle, kept } from './a-bundle.fixture.js';

describe('the snapshot', () => {
  const { catalogue } = kept(aBundle());

  test('knows documents by their codes and numbers', () => {
    const health = catalogue.indicator('e-health-record')!;
    expect(catalogue.indicatorByNo(health.no)).toBe(health);
    const target = catalogue.target('health-d1')!;
    expect(catalogue.targetByNo(target.no)).toBe(target);
    expect(catalogue.targetsOf(health.no, catalogue.units.byId('d1')!.no)).toEqual([target]);
    expect(catalogue.targetsOf(health.no, 4711)).toEqual([]);
    expect(catalogue.target('nothing')).toBeUndefined();
  });

  test('a target carries its programme, sector and window', () => {
    expect(catalogue.target('health-d1')).toMatchObject({
      resolution: 'd1-xii',
      programme: 'smart-commerce',
      sector: 'culture-society',
      window: { from: '2020-Q1', to: '2025-Q4' },
    });
    const revenue = catalogue.target('revenue-d1')!;
    expect(revenue.programme).toBeUndefined();
    expect(revenue.window).toEqual({ from: '2021-01', to: '2025-12' });
  });

  test('the civil calendar is there without a document', () => {
    expect(catalogue.calendar('civil').lastDay('2024-Q2')).toBe('2024-06-30');
    expect(catalogue.calendarOf(catalogue.indicator('budget-revenue')!).code).toBe(
      'decree-09-2019',
    );
    expect(() => catalogue.calendar('lunar')).toThrow('lunar');
  });

  test.each([
    [{}, ['health-d1', 'revenue-d1', 'waste-ward']],
    [{ indicator: ['e-health-record', 'budget-revenue'] }, ['health-d1', 'revenue-d1']],
    [{ programme: 'smart-commerce' }, ['health-d1']],
    [{ sector: 'economy' }, ['revenue-d1']],
    [{ unit: 'd1' }, ['health-d1', 'revenue-d1', 'waste-ward']],
    [{ unit: 'd1-ben-nghe' }, ['waste-ward']],
    [{ level: 'ward', sector: 'economy' }, []],
    [{ resolution: 'd1-xi' }, []],
  ])('in the scope %j are %j', (scope, ids) => {
    expect([...catalogue.targetsInScope(scope)].map((target) => target.id)).toEqual(ids);
  });

  test('in a calendar of its own, a term of years covers the periods of those years', () => {
    const bundle = aBundle((b) => delete b['resolutions']![0].targets[1].window);
    expect(kept(bundle).catalogue.target('revenue-d1')?.window).toEqual({
      from: '2020-01',
      to: '2025-12',
    });
  });

  test('a window lasts until the last horizon, when that lies beyond the term', () => {
    const bundle = aBundle((b) =>
      b['resolutions']![0].targets[0].horizons.push({ period: '2030', min: '99' }),
    );
    expect(kept(bundle).catalogue.target('health-d1')?.window.to).toBe('2030-Q4');
  });

  test('a later version shares what did not change', () => {
    const first = kept(aBundle());
    const second = kept(
      aBundle((b) => (b['resolutions']![0].targets[2].min = '96')),
      first,
    );
    expect(second.catalogue.units).toBe(first.catalogue.units);
    expect(second.catalogue.target('health-d1')?.terms).toBe(
      first.catalogue.target('health-d1')?.terms,
    );
    expect(second.catalogue.target('waste-ward')?.terms).toMatchObject({ min: '96' });
    expect(first.catalogue.target('waste-ward')?.terms).toMatchObject({ min: '95' });
  });
});
