import { describe, expect, test } from '@jest/globals';
import { MASKED_SECRET } from '#contracts';
import {
  aBundle,
  changing,
  isMask,
  kept,
  nothing,
  planner,
  problemsOf,
  SECRET,
  unit,
} from './a-bundle.fixture.js';
import { changesIn } from './model/changes.js';
import { Draft } from './model/draft.js';
import { recomputeFor } from './model/recompute.js';
import { withKeptSecrets } from './model/secrets.js';
import { parseBundle, parseTarget } from './parse-bundle.js';

describe('with what is there already', () => {
  const before = kept(aBundle());

  test('a change that would break a kept target is told at the change', () => {
    const health = { ...aBundle()['indicators']![0], frequency: 'year', acrossTime: 'sum' };
    expect(problemsOf({ indicators: [health] }, before)).toEqual([
      '/indicators/0 flow-needs-annual-or-total',
    ]);
  });

  test('a code may be re-used after its unit has ended, and not before', () => {
    const ended = { ...aBundle()['units']![2], validTo: '2025-07-01' };
    const heir = { ...unit('hcmc-sai-gon', '26740', 'ward', 'hcmc'), validFrom: '2025-07-01' };
    expect(problemsOf({ units: [ended, heir] }, before)).toEqual([]);
    expect(problemsOf({ units: [heir] }, before)).toEqual(['/units/0/code code-overlap']);
  });

  test('an id names one target; it moves only with both resolutions', () => {
    const [resolution] = aBundle()['resolutions']!;
    const other = { ...resolution, code: 'd1-xiii', targets: [resolution.targets[2]] };
    expect(problemsOf({ resolutions: [other] }, before)).toEqual([
      '/resolutions/0/targets/0/id id-taken',
    ]);
    const rest = { ...resolution, targets: resolution.targets.slice(0, 2) };
    expect(problemsOf({ resolutions: [other, rest] }, before)).toEqual([]);
    expect(changing(before, { resolutions: [other, rest] }).codes).toEqual([
      'resolutions/d1-xiii created',
      'resolutions/d1-xii changed',
      'targets/waste-ward changed',
    ]);
  });

  test('a masked secret keeps the one that is there', () => {
    const channels = aBundle((b) => (b['channels']![0].secret = MASKED_SECRET))['channels'];
    const proposal = withKeptSecrets(parseBundle({ channels }), before.catalogue, isMask);
    expect(proposal.documents.channels[0]?.body.secret).toBe(SECRET);
    expect(problemsOf({ channels }, before)).toEqual([]);
  });

  test('a planner changes rules and channels within its subtree and nothing else', () => {
    const { rules, channels, units } = aBundle();
    expect(problemsOf({ rules, channels }, before, planner)).toEqual([]);
    expect(problemsOf({ units }, before, planner)).toContain('/units/0 not-permitted');
    const wide = [{ ...rules![0], scope: {} }];
    expect(problemsOf({ rules: wide }, before, planner)).toEqual(['/rules/0 not-permitted']);
    const above = kept(
      { rules: [{ ...rules![0], code: 'city', scope: { unit: 'hcmc' } }] },
      before,
    );
    expect(problemsOf({ channels }, above, planner)).toEqual(['/channels/0 not-permitted']);
    const reporter = { ...planner, roles: ['ward-reporter' as const] };
    expect(problemsOf({ rules }, before, reporter)).toEqual(['/rules/0 not-permitted']);
  });
});

describe('what a change makes worth recomputing', () => {
  const before = kept(aBundle());
  const none = { ancestry: false, figures: [], indicators: [], targets: [] };

  test('everything, the first time', () => {
    const first = changing(nothing, aBundle());
    expect(first).toMatchObject({ created: 11, changed: 0, unchanged: 0, targets: 3 });
    expect(first.recompute).toMatchObject({ ancestry: true, targets: [] });
    expect(first.recompute.indicators).toHaveLength(3);
  });

  test('nothing, when the same is sent again, in whatever order and spelling', () => {
    const again = aBundle((b) => {
      b['units']!.reverse();
      b['resolutions']![0].targets.reverse();
      b['resolutions']![0].targets[0].min = '95.00';
    });
    expect(changing(before, again)).toMatchObject({
      created: 0,
      changed: 0,
      unchanged: 11,
      codes: [],
      recompute: none,
    });
  });

  test.each<[string, object, object, number]>([
    ['a name', { units: [{ ...aBundle()['units']![1], name: { vi: 'Quận Nhất' } }] }, none, 0],
    [
      'a unit that ends',
      { units: [{ ...aBundle()['units']![2], validTo: '2025-07-01' }] },
      {
        ...none,
        ancestry: true,
        figures: ['e-health-record', 'budget-revenue', 'waste-collected'],
      },
      3,
    ],
    [
      'a holiday',
      { calendars: [{ code: 'decree-09-2019', monthStartsOn: 15, holidays: ['2024-02-08'] }] },
      { ...none, figures: ['budget-revenue'] },
      1,
    ],
    [
      'how values add up',
      { indicators: [{ ...aBundle()['indicators']![2], acrossUnits: 'max' }] },
      { ...none, figures: ['waste-collected'] },
      1,
    ],
    [
      'a direction',
      { indicators: [{ ...aBundle()['indicators']![2], direction: 'down' }] },
      { ...none, indicators: ['waste-collected'] },
      1,
    ],
    ['a note', { indicators: [{ ...aBundle()['indicators']![2], note: 'x' }] }, none, 0],
    ['a rule', { rules: [{ ...aBundle()['rules']![0], for: 2 }] }, none, 0],
  ])('%s', (_, bundle, recompute, targets) => {
    const found = changing(before, bundle);
    expect(found).toMatchObject({ created: 0, changed: 1, unchanged: 0, targets });
    const { figures, indicators } = { ...none, ...recompute };
    expect(found.recompute).toEqual({
      ...none,
      ...recompute,
      indicators: [...figures, ...indicators],
    });
  });

  test('a target of a resolution, its end, and a new programme', () => {
    const [resolution] = aBundle()['resolutions']!;
    const [health, revenue] = resolution.targets;
    const items = [resolution.items[0], { ...resolution.items[1], programme: 'smart-commerce' }];
    const found = changing(before, {
      resolutions: [{ ...resolution, items, targets: [{ ...health, note: 'x' }, revenue] }],
    });
    expect(found.codes).toEqual([
      'resolutions/d1-xii changed',
      'targets/health-d1 changed',
      'targets/waste-ward ended',
    ]);
    expect(found).toMatchObject({ changed: 1, created: 0, targets: 1 });
    expect(found.recompute).toEqual({ ...none, targets: ['waste-ward', 'revenue-d1'] });
  });

  test('one target by itself counts as one document, and its resolution as changed', () => {
    const waste = { ...aBundle()['resolutions']![0].targets[2], min: '96' };
    const draft = new Draft(before.catalogue, parseTarget('d1-xii', waste));
    const changes = changesIn(draft);
    expect(changes).toMatchObject({ created: 0, changed: 1, unchanged: 0 });
    expect(changes.all.map((change) => change.code)).toEqual(['d1-xii', 'waste-ward']);
    expect(recomputeFor(draft, changes)).toEqual({ ...none, targets: ['waste-ward'] });
  });
});
