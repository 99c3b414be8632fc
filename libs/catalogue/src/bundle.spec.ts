import { describe, expect, test } from '@jest/globals';
import { MASKED_SECRET } from '#contracts';
import { aBundle, problemsOf, unit, type Bundle } from './a-bundle.fixture.js';

describe('what is wrong with a bundle is told with its place', () => {
  const target = (index: number, more: object) => (b: Bundle) =>
    Object.assign(b['resolutions']![0].targets[index], more);
  const of = (collection: string, index: number, more: object) => (b: Bundle) =>
    Object.assign(b[collection]![index], more);
  const R = '/resolutions/0';
  const T = `${R}/targets`;

  test.each<[string, (bundle: Bundle) => unknown, string[]]>([
    ['an unknown field', (b) => (b['wards'] = []), ['/wards unknown-field']],
    [
      'a list that is none',
      (b) => (b['units'] = 'all' as never),
      [
        '/units field-malformed',
        '/rules/0/scope/unit unknown-unit',
        `${R}/unit unknown-unit`,
        `${T}/0/unit unknown-unit`,
        `${T}/1/unit unknown-unit`,
        `${T}/2/unit unknown-unit`,
      ],
    ],
    ['successions', (b) => (b['successions'] = [{}]), ['/successions kind-not-supported']],
    [
      'a code twice',
      (b) => b['channels']!.push(b['channels']![0]),
      ['/channels/1/code code-repeated'],
    ],
    [
      'a unit without its parent',
      of('units', 1, { parent: 'hn' }),
      ['/units/1/parent unknown-unit'],
    ],
    [
      'a cycle',
      of('units', 0, { parent: 'd1' }),
      ['/units/0/parent cycle', '/units/1/parent cycle'],
    ],
    [
      'a unit that never is',
      of('units', 0, { validTo: '2000-01-01' }),
      ['/units/0/validTo validity-empty', '/units/1/validTo outlives-parent'],
    ],
    [
      'a child outliving its parent',
      of('units', 1, { validTo: '2025-07-01' }),
      ['/units/2/validTo outlives-parent', '/units/3/validTo outlives-parent'],
    ],
    ['one code on one day', of('units', 3, { code: '79' }), ['/units/3/code code-overlap']],
    [
      'an unknown time zone',
      of('calendars', 0, { timeZone: 'Asia/Nowhere' }),
      ['/calendars/0/timeZone unknown-time-zone'],
    ],
    [
      'a Friday worked as a Saturday',
      of('calendars', 0, { workingSaturdays: ['2024-06-28'] }),
      ['/calendars/0/workingSaturdays/0 not-a-saturday'],
    ],
    [
      'two deadlines for a level',
      of('calendars', 0, {
        deadlines: [
          { level: 'ward', dayOfMonth: 25 },
          { level: 'ward', dayOfMonth: 26 },
        ],
      }),
      ['/calendars/0/deadlines/1/level level-repeated'],
    ],
    [
      'an impossible day of the month',
      of('calendars', 0, { deadlines: [{ level: 'ward', dayOfMonth: 40 }] }),
      ['/calendars/0/deadlines/0/dayOfMonth field-malformed'],
    ],
    [
      'an unknown calendar',
      of('indicators', 2, { calendar: 'lunar' }),
      ['/indicators/2/calendar unknown-calendar'],
    ],
    [
      'a ratio of plain values',
      of('indicators', 2, { acrossUnits: 'ratio' }),
      ['/indicators/2/acrossUnits aggregation-needs-ratio'],
    ],
    [
      'bounds that hold nothing',
      of('indicators', 2, { bounds: { min: '100', max: '99.9' } }),
      ['/indicators/2/bounds bounds-empty'],
    ],
    [
      'a factor of zero',
      of('indicators', 0, { factor: 0 }),
      ['/indicators/0/factor factor-not-positive'],
    ],
    [
      'a way to aggregate that comes later',
      of('indicators', 2, { acrossUnits: 'share-of-units' }),
      ['/indicators/2/acrossUnits kind-not-supported'],
    ],
    [
      'a term that ends before it begins',
      of('resolutions', 0, { term: { from: '2025-01-01', to: '2020-12-31' } }),
      [`${R}/term term-empty`],
    ],
    [
      'an unknown programme',
      of('resolutions', 0, {
        items: [{ number: 1, indicator: 'e-health-record', programme: 'x' }],
      }),
      [`${R}/items/0/programme unknown-programme`],
    ],
    [
      'an item twice',
      (b) => b['resolutions']![0].items.push({ number: 3, indicator: 'budget-revenue' }),
      [`${R}/items/2/indicator indicator-repeated`],
    ],
    [
      'an unknown item',
      (b) => b['resolutions']![0].items.push({ number: 3, indicator: 'rain' }),
      [`${R}/items/2/indicator unknown-indicator`],
    ],
    [
      'an unknown indicator and unit',
      target(2, { indicator: 'rain', unit: 'd2' }),
      [`${T}/2/indicator unknown-indicator`, `${T}/2/unit unknown-unit`],
    ],
    [
      'a kind that comes later',
      target(2, { kind: 'milestone', by: '2025-01-01' }),
      [`${T}/2/kind kind-not-supported`],
    ],
    [
      'a trajectory that comes later',
      target(0, { trajectory: { kind: 'seasonal', weights: [] } }),
      [`${T}/0/trajectory/kind kind-not-supported`],
    ],
    [
      'a method that comes later',
      target(0, { method: 'unsd/2023' }),
      [`${T}/0/method kind-not-supported`],
    ],
    ['a kind that nobody knows', target(2, { kind: 'hope' }), [`${T}/2/kind field-malformed`]],
    [
      'a flow to be reached',
      target(0, { indicator: 'budget-revenue' }),
      [`${T}/0/kind flow-needs-annual-or-total`],
    ],
    [
      'a window in finer periods',
      target(0, { window: { from: '2021-01', to: '2025-12' } }),
      [`${T}/0/window/from period-wrong-frequency`, `${T}/0/window/to period-wrong-frequency`],
    ],
    [
      'a window backwards',
      target(1, { window: { from: '2025', to: '2024' } }),
      [`${T}/1/window window-empty`, `${T}/1/plans/0/year plan-outside-window`],
    ],
    [
      'horizons out of order',
      target(0, {
        horizons: [
          { period: '2025', min: '95' },
          { period: '2024', min: '96' },
        ],
      }),
      [`${T}/0/horizons/1/period period-disorder`],
    ],
    [
      'a horizon outside the window',
      target(0, { window: { from: '2021', to: '2024' } }),
      [`${T}/0/horizons/0/period horizon-outside-window`],
    ],
    [
      'horizons on two sides',
      target(0, {
        horizons: [
          { period: '2024', min: '95' },
          { period: '2025', max: '96' },
        ],
      }),
      [`${T}/0/horizons limit-sides-differ`],
    ],
    [
      'a horizon without a limit',
      target(0, { horizons: [{ period: '2025' }] }),
      [`${T}/0/horizons/0/min limit-missing`],
    ],
    [
      'a horizon with two',
      target(0, { horizons: [{ period: '2025', min: '1', max: '2' }] }),
      [`${T}/0/horizons/0/max limit-on-both-sides`],
    ],
    [
      'a baseline after the horizon',
      target(0, { baseline: { value: '1', period: '2025' } }),
      [`${T}/0/baseline/period baseline-not-before-horizon`],
    ],
    [
      'plans of one year',
      target(1, {
        plans: [
          { year: 2024, min: '1' },
          { year: 2024, min: '2' },
        ],
      }),
      [`${T}/1/plans/1/year year-repeated`],
    ],
    [
      'a plan outside the window',
      target(1, { plans: [{ year: 2026, min: '1' }] }),
      [`${T}/1/plans/0/year plan-outside-window`],
    ],
    ['a floor above the ceiling', target(2, { min: '5.01', max: '5' }), [`${T}/2/max limit-empty`]],
    [
      'a strict floor at the ceiling',
      target(2, { min: '5', max: '5.0', strict: true }),
      [`${T}/2/max limit-empty`],
    ],
    [
      'no limit to maintain',
      (b) => delete b['resolutions']![0].targets[2].min,
      [`${T}/2/min limit-missing`],
    ],
    ['a negative margin', target(2, { margin: '-1' }), [`${T}/2/margin margin-negative`]],
    [
      'steps for one limit',
      target(2, { trajectory: { kind: 'step', points: [{ period: '2024', value: '1' }] } }),
      [`${T}/2/trajectory trajectory-not-used`],
    ],
    [
      'steps out of order',
      target(0, {
        trajectory: {
          kind: 'step',
          points: [
            { period: '2024-Q4', value: '1' },
            { period: '2024', value: '2' },
          ],
        },
      }),
      [`${T}/0/trajectory/points/1/period period-disorder`],
    ],
    [
      'thresholds upside down',
      target(0, { thresholds: { onTrack: '0.6', atRisk: '0.61' } }),
      [`${T}/0/thresholds thresholds-disorder`],
    ],
    [
      'an allocation from nowhere',
      target(2, { allocatedFrom: 'waste-d1' }),
      [`${T}/2/allocatedFrom unknown-target`],
    ],
    [
      'an allocation of another indicator',
      target(2, { allocatedFrom: 'health-d1' }),
      [`${T}/2/allocatedFrom allocation-of-another-indicator`],
    ],
    [
      'a private address',
      of('channels', 0, { url: 'http://10.0.0.1/hook' }),
      ['/channels/0/url address-not-allowed'],
    ],
    [
      'a password in an address',
      of('channels', 0, { url: 'https://me:pw@example.org/' }),
      ['/channels/0/url url-with-password'],
    ],
    [
      'a mask for no secret',
      of('channels', 0, { secret: MASKED_SECRET }),
      ['/channels/0/secret secret-missing'],
    ],
    [
      'e-mail',
      of('channels', 0, { kind: 'email', to: [] }),
      ['/channels/0/kind kind-not-supported'],
    ],
    [
      'an unknown channel',
      of('rules', 0, { notify: ['planners', 'press'] }),
      ['/rules/0/notify/1 unknown-channel'],
    ],
    [
      'a scope of unknown things',
      of('rules', 0, {
        scope: { sector: 'sports', level: ['ward', 'moon'], programme: 'x', resolution: 'y' },
      }),
      [
        '/rules/0/scope/sector unknown-sector',
        '/rules/0/scope/level/1 unknown-level',
        '/rules/0/scope/programme unknown-programme',
        '/rules/0/scope/resolution unknown-resolution',
      ],
    ],
    [
      'a condition that comes later',
      of('rules', 0, { when: { silent: { periods: 2 } } }),
      ['/rules/0/when/silent kind-not-supported'],
    ],
    [
      'a value below and above',
      of('rules', 0, { when: { value: { below: 1, above: 2 } } }),
      ['/rules/0/when/value field-malformed'],
    ],
    [
      'another sort of clearing',
      of('rules', 0, { clear: { pace: { above: '1' } } }),
      ['/rules/0/clear clear-of-another-sort'],
    ],
    [
      'a clearing that fires',
      of('rules', 0, { when: { pace: { below: '0.8' } }, clear: { pace: { above: '0.79' } } }),
      ['/rules/0/clear clear-overlaps-when'],
    ],
    [
      'a schedule of months',
      of('rules', 0, { schedule: { every: 'P1M' } }),
      ['/rules/0/schedule/every schedule-out-of-range'],
    ],
    [
      'a schedule of no time',
      of('rules', 0, { schedule: { every: 'PT0S' } }),
      ['/rules/0/schedule/every schedule-out-of-range'],
    ],
    [
      'a malformed cron',
      of('rules', 0, { schedule: { cron: '61 7 * * 1-5' } }),
      ['/rules/0/schedule/cron cron-malformed'],
    ],
    [
      'a cron that never falls due',
      of('rules', 0, { schedule: { cron: '0 7 30 2 *' } }),
      ['/rules/0/schedule/cron cron-malformed'],
    ],
  ])('%s', (_, change, problems) => {
    const bundle = aBundle((b) => void change(b));
    expect(problemsOf(bundle).sort()).toEqual([...problems].sort());
  });

  test('all at once, and a malformed document is not also unknown', () => {
    const bundle = aBundle((b) => {
      b['indicators']![0].direction = 'sideways';
      b['resolutions']![0].targets[1].plans = [];
      b['rules']![0].extra = true;
    });
    expect(problemsOf(bundle)).toEqual([
      '/indicators/0/direction field-malformed',
      `${T}/1/plans field-malformed`,
      '/rules/0/extra unknown-field',
    ]);
  });

  test.each([
    null,
    7,
    'x',
    [],
    { units: [null, 1, 'x', []] },
    { resolutions: [{ targets: [null] }, null] },
  ])('what is no bundle at all is refused: %j', (bundle) =>
    expect(bundle && Object.keys(bundle).length === 0 ? ['x'] : problemsOf(bundle)).not.toEqual([]),
  );

  test('an answer stays bounded', () => {
    const bundle = {
      units: Array.from({ length: 5000 }, (_, i) => ({
        ...unit(`u${i}`, `${i}`, 'ward'),
        parent: 'nowhere',
      })),
    };
    const problems = problemsOf(bundle);
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toBe(' more-problems');
  });
});
