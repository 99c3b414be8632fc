import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, figuresOf, type Reported, type Terms } from './a-plan.fixture.js';
import { explain } from './explain.js';
import type { Plan } from './types.js';

const yearly = { frequency: 'year' } as const;

function explained(plan: Plan, period: string, values: Record<string, string | Reported>) {
  return explain(plan, figuresOf(plan, values), afterDeadline(plan, period));
}

test('everything the status rests on', () => {
  const plan = aPlan(
    {
      kind: 'reach',
      baseline: { value: '60', period: '2020' },
      horizons: [{ period: '2025', min: '100' }],
    },
    yearly,
  );
  const found = explained(plan, '2023', { '2022': '75', '2023': '80' });
  // on track from 60 + 0.95 · 24 = 82.8
  expect(found).toMatchObject({
    assessment: { verdict: { status: 'at-risk' } },
    method: { name: 'pace', version: '1' },
    thresholds: { onTrack: '0.95', atRisk: '0.6' },
    baseline: '60',
    formula: 'p = (a - b) / (E - b) = (80 - 60) / (84 - 60) = 0.8333',
    nearestFlip: { actual: '82.8', change: '2.8', inclusive: true, status: 'on-track' },
  });
  expect(found.facts).toEqual([
    { period: '2022', amount: '75', denominator: null, due: 1, reported: 1, counted: false },
    { period: '2023', amount: '80', denominator: null, due: 1, reported: 1, counted: true },
  ]);
});

describe('the formula, with its numbers', () => {
  const cases: [string, Terms, Partial<Plan>, string, string, string][] = [
    ['total', { kind: 'total', min: '750' }, {}, '2022', '240', 'p = a / E = 240 / 300 = 0.8'],
    ['a ceiling', { kind: 'total', max: '100' }, {}, '2022', '50', 'p = E / a = 40 / 50 = 0.8'],
    ['a ceiling without use', { kind: 'total', max: '100' }, {}, '2022', '0', 'p = E / a = 40 / 0'],
    [
      'a negative floor',
      { kind: 'total', min: '-100' },
      { boundsMin: undefined },
      '2022',
      '-50',
      'p = E / a = -40 / (-50) = 0.8',
    ],
    [
      'a negative baseline',
      {
        kind: 'reach',
        baseline: { value: '-10', period: '2020' },
        horizons: [{ period: '2025', min: '0' }],
      },
      {},
      '2022',
      '-8',
      'p = (a - b) / (E - b) = (-8 - (-10)) / (-6 - (-10)) = 0.5',
    ],
    ['a floor', { kind: 'maintain', min: '95' }, {}, '2022', '96', 'a >= 95; a = 96'],
    [
      'two strict limits',
      { kind: 'maintain', min: '1', max: '5', strict: true },
      {},
      '2022',
      '3',
      'a > 1, a < 5; a = 3',
    ],
    ['what closed', { kind: 'total', min: '750' }, {}, '2025', '740', 'a >= 750; a = 740'],
    ['an exceeded ceiling', { kind: 'total', max: '100' }, {}, '2022', '101', 'a <= 100; a = 101'],
    [
      'nothing to change yet',
      {
        kind: 'reach',
        baseline: { value: '5', period: '2020' },
        horizons: [{ period: '2025', min: '9' }],
        trajectory: { kind: 'step', points: [{ period: '2024', value: '7' }] },
      },
      {},
      '2022',
      '5',
      'a >= 5; a = 5',
    ],
  ];
  test.each(cases)('%s', (_, terms, overrides, period, value, formula) => {
    const plan = aPlan(terms, { ...yearly, ...overrides });
    expect(explained(plan, period, { [period]: value }).formula).toBe(formula);
  });
});

describe('the nearest flip', () => {
  const maintain = aPlan({ kind: 'maintain', min: '95', margin: '2' });

  test.each([
    // up: above 97 it is on track; down: below 95 it is off track
    ['96.5', { actual: '97', change: '0.5', inclusive: false, status: 'on-track' }],
    ['95.5', { actual: '95', change: '-0.5', inclusive: false, status: 'off-track' }],
    // equally near: the worse one is told
    ['96', { actual: '95', change: '-1', inclusive: false, status: 'off-track' }],
    ['94', { actual: '95', change: '1', inclusive: true, status: 'at-risk', reason: 'near-limit' }],
    [
      '98',
      { actual: '97', change: '-1', inclusive: true, status: 'at-risk', reason: 'near-limit' },
    ],
    // at the limit itself any less breaches it
    ['95', { actual: '95', change: '0', inclusive: false, status: 'off-track' }],
  ])('from %s', (value, flip) => {
    expect(explained(maintain, '2022-Q1', { '2022-Q1': value }).nearestFlip).toEqual(flip);
  });

  test('passes over what changes the reason only', () => {
    // breached before: at risk from 95 on, near the limit or not
    const values = { '2021-Q1': '90', '2022-Q1': '96.9' };
    expect(explained(maintain, '2022-Q1', values).nearestFlip).toMatchObject({ actual: '95' });
  });

  test('there is none when no value would help', () => {
    const plan = aPlan(
      {
        kind: 'annual',
        plans: [
          { year: 2021, min: '9' },
          { year: 2025, min: '9' },
        ],
      },
      yearly,
    );
    const values = { '2021': '1', '2025': '9' };
    const found = explained(plan, '2025', values);
    expect(found.assessment.verdict.status).toBe('missed');
    expect(found.nearestFlip).toBeNull();
  });

  test('nor without an actual', () => {
    const found = explain(maintain, new Map(), '2021-06-01');
    expect(found).toMatchObject({ formula: '', facts: [], nearestFlip: null, baseline: null });
  });
});

test('the facts of a sum are those of its span', () => {
  const plan = aPlan({ kind: 'annual', plans: [{ year: 2022, min: '9' }] });
  const values = { '2021-Q4': '1', '2022-Q1': '2', '2022-Q3': { value: '3', reported: 1, due: 2 } };
  const { facts, baseline } = explained(plan, '2022-Q3', values);
  expect(facts.map(({ period, counted }) => [period, counted])).toEqual([
    ['2021-Q4', false],
    ['2022-Q1', true],
    ['2022-Q3', true],
  ]);
  expect(baseline).toBe('0');
});

test('an indicator without a target explains what it has', () => {
  const none = aPlan(null);
  expect(explained(none, '2022-Q1', { '2022-Q1': '4' })).toMatchObject({
    formula: '',
    nearestFlip: null,
    facts: [{ period: '2022-Q1', counted: true }],
  });
});
