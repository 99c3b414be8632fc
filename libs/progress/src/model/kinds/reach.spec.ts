import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, figuresOf, placeIn, type Terms } from '../a-plan.fixture.js';
import { assess } from '../assess.js';
import { bandsOf } from '../bands.js';
import type { Plan } from '../types.js';

const yearly = { frequency: 'year' } as const;

function reach(terms: Record<string, unknown>, overrides: Partial<Plan> = {}): Plan {
  return aPlan({ kind: 'reach', ...terms } as Terms, overrides);
}

/** The assessment once the one period named is in and its deadline has passed. */
function standing(plan: Plan, period: string, value: string) {
  return assess(plan, figuresOf(plan, { [period]: value }), afterDeadline(plan, period));
}

describe('the vectors of the domain: base 2020, now 2023, horizon 2025', () => {
  test.each([
    // E = 60 + 40 · 3/5 = 84; p = 20 / 24
    ['up 60→80, T = 100', '60', '80', { min: '100' }, '84', '0.8333', 'at-risk'],
    // E = 12 - 12 · 3/5 = 4.8; p = -6 / -7.2
    ['down 12→6, T = 0', '12', '6', { max: '0' }, '4.8', '0.8333', 'at-risk'],
    // E = 40 + 20 · 3/5 = 52; p = 6 / 12
    ['up 40→46, T = 60', '40', '46', { min: '60' }, '52', '0.5', 'off-track'],
  ])('%s', (_, baseline, actual, limit, expected, pace, status) => {
    const plan = reach(
      {
        baseline: { value: baseline, period: '2020' },
        horizons: [{ period: '2025', ...limit }],
      },
      yearly,
    );
    const found = standing(plan, '2023', actual);
    expect(found).toMatchObject({ expected, pace, verdict: { status } });
    expect(found.verdict.reason).toBeUndefined();
  });
});

describe('the line from the baseline to the horizons', () => {
  const stages = reach({
    baseline: { value: '28', period: '2020' },
    horizons: [
      { period: '2023', min: '60' },
      { period: '2025', min: '90' },
    ],
  });

  test.each([
    // 2020 stands at its fourth quarter: 32 over 12 quarters, 2.666… each
    ['2021-Q1', '30.666666666667'],
    ['2021-Q3', '36'],
    ['2023-Q3', '57.333333333333'],
    ['2023-Q4', '60'],
    // from the horizon before: 30 over 8 quarters, 3.75 each
    ['2024-Q1', '63.75'],
    ['2025-Q4', '90'],
  ])('at %s %s is expected', (period, expected) => {
    expect(bandsOf(stages, placeIn(stages, period)).expected).toBe(expected);
  });

  test('the pace counts from the baseline, also after the first horizon', () => {
    // E = 63.75; p = (60 - 28) / (63.75 - 28) = 32 / 35.75 = 0.89510…
    expect(standing(stages, '2024-Q1', '60')).toMatchObject({
      pace: '0.8951',
      limit: { min: '90' },
      verdict: { status: 'at-risk' },
    });
  });

  test('a baseline inside the window expects itself until then', () => {
    const plan = reach(
      { baseline: { value: '10', period: '2022' }, horizons: [{ period: '2025', min: '40' }] },
      yearly,
    );
    const expected = [0, 1, 2, 3, 4].map((index) => bandsOf(plan, index).expected);
    expect(expected).toEqual(['10', '10', '20', '30', '40']);
    expect(standing(plan, '2021', '10').verdict.status).toBe('on-track');
    expect(standing(plan, '2021', '9.9').verdict.status).toBe('off-track');
  });

  test('after the last horizon its value is expected, and decides', () => {
    const plan = reach(
      { baseline: { value: '4', period: '2020' }, horizons: [{ period: '2023', min: '60' }] },
      yearly,
    );
    expect(bandsOf(plan, 4)).toMatchObject({ expected: '60', closesOn: '2024-01-01' });
    expect(standing(plan, '2023', '60').verdict.status).toBe('attained');
    expect(standing(plan, '2025', '59').verdict.status).toBe('missed');
  });
});

describe('thresholds', () => {
  const plan = reach(
    { baseline: { value: '0', period: '2020' }, horizons: [{ period: '2025', min: '100' }] },
    yearly,
  );

  test.each([
    // E = 60: on track from 57, at risk from 36
    ['57', 'on-track'],
    ['56.999999999999999999999999999999', 'at-risk'],
    ['36', 'at-risk'],
    ['35.999999999999999999999999999999', 'off-track'],
    ['-5', 'off-track'],
    // nothing is clamped: met long before the horizon is still on track, for a stock can fall again
    ['140', 'on-track'],
  ])('%s of 60 expected is %s', (value, status) => {
    expect(standing(plan, '2023', value).verdict.status).toBe(status);
  });

  test('a pace that reads 0.9500 but lies below is at risk', () => {
    const found = standing(plan, '2023', '56.9999');
    expect([found.pace, found.verdict.status]).toEqual(['0.95', 'at-risk']);
  });

  test('a target may set its own', () => {
    const own = reach(
      {
        baseline: { value: '0', period: '2020' },
        horizons: [{ period: '2025', min: '100' }],
        thresholds: { onTrack: '1', atRisk: '0.9' },
      },
      yearly,
    );
    const statuses = ['60', '59', '53'].map((value) => standing(own, '2023', value).verdict.status);
    expect(statuses).toEqual(['on-track', 'at-risk', 'off-track']);
  });
});

describe('steps', () => {
  const plan = reach({
    baseline: { value: '89', period: '2020' },
    horizons: [{ period: '2025', min: '95' }],
    trajectory: {
      kind: 'step',
      points: [
        { period: '2021', value: '90.5' },
        { period: '2022', value: '92' },
      ],
    },
  });

  test.each([
    ['2021-Q3', '89'],
    ['2021-Q4', '90.5'],
    ['2022-Q3', '90.5'],
    ['2025-Q3', '92'],
    ['2025-Q4', '95'],
  ])('at %s %s is expected', (period, expected) => {
    expect(bandsOf(plan, placeIn(plan, period)).expected).toBe(expected);
  });

  test('while the baseline is all that is expected there is no pace: met or not', () => {
    expect(standing(plan, '2021-Q2', '89')).toMatchObject({
      pace: null,
      verdict: { status: 'on-track' },
    });
    expect(standing(plan, '2021-Q2', '88.9').verdict).toMatchObject({ status: 'off-track' });
  });

  test('a step back behind the baseline has no pace either', () => {
    const back = reach(
      {
        baseline: { value: '50', period: '2020' },
        horizons: [{ period: '2025', min: '80' }],
        trajectory: { kind: 'step', points: [{ period: '2021', value: '40' }] },
      },
      yearly,
    );
    expect(standing(back, '2021', '45')).toMatchObject({
      pace: null,
      expected: '40',
      verdict: { status: 'on-track' },
    });
    expect(standing(back, '2021', '39').verdict.status).toBe('off-track');
  });
});

describe('a baseline at or past the target is a limit at the target', () => {
  test.each([
    ['past', '97', '95', 'on-track'],
    ['past', '97', '94.5', 'off-track'],
    ['equal', '95', '95', 'on-track'],
    ['equal', '95', '94.999', 'off-track'],
  ])('%s: baseline %s, actual %s is %s', (_, baseline, actual, status) => {
    const plan = reach(
      { baseline: { value: baseline, period: '2020' }, horizons: [{ period: '2025', min: '95' }] },
      yearly,
    );
    const found = standing(plan, '2023', actual);
    expect(found).toMatchObject({ expected: '95', pace: null, verdict: { status } });
    expect(found.verdict.breached).toBe(status === 'off-track');
  });

  test('downwards likewise', () => {
    const plan = reach(
      { baseline: { value: '3', period: '2020' }, horizons: [{ period: '2025', max: '4' }] },
      yearly,
    );
    expect(standing(plan, '2022', '4').verdict.status).toBe('on-track');
    expect(standing(plan, '2022', '4.01').verdict.status).toBe('off-track');
  });

  test('a strict target is not met by equality, neither as a limit nor at the horizon', () => {
    const plan = reach(
      {
        baseline: { value: '95', period: '2020' },
        horizons: [{ period: '2025', min: '95', strict: true }],
      },
      yearly,
    );
    expect(standing(plan, '2023', '95').verdict.status).toBe('off-track');
    expect(standing(plan, '2025', '95').verdict.status).toBe('missed');
    expect(standing(plan, '2025', '95.1').verdict.status).toBe('attained');
  });
});

describe('unusual numbers', () => {
  test.each([
    // b = -10, T = 10: E = -10 + 20 · 3/5 = 2; p = 9 / 12
    ['-10', { min: '10' }, '-1', '2', '0.75', 'at-risk'],
    // b = 0, T = -5: E = -3; p = -2 / -3
    ['0', { max: '-5' }, '-2', '-3', '0.6667', 'at-risk'],
    // b = -4, T = -8: E = -6.4; p = (-6.4 + 4) / -2.4
    ['-4', { max: '-8' }, '-6.4', '-6.4', '1', 'on-track'],
    // the wrong way: p = (-15 + 10) / 12
    ['-10', { min: '10' }, '-15', '2', '-0.4167', 'off-track'],
  ])('from %s to %j, now %s', (baseline, limit, actual, expected, pace, status) => {
    const plan = reach(
      { baseline: { value: baseline, period: '2020' }, horizons: [{ period: '2025', ...limit }] },
      { ...yearly, boundsMin: undefined },
    );
    expect(standing(plan, '2023', actual)).toMatchObject({ expected, pace, verdict: { status } });
  });
});

describe('without a baseline', () => {
  const plan = reach({ horizons: [{ period: '2025', min: '95' }] }, yearly);

  test('nothing can be said on the way', () => {
    expect(standing(plan, '2023', '94')).toMatchObject({
      period: '2023',
      actual: '94',
      expected: null,
      pace: null,
      verdict: { status: 'not-assessed', reason: 'no-baseline' },
    });
  });

  test('the last horizon decides all the same', () => {
    expect(standing(plan, '2025', '95')).toMatchObject({
      expected: '95',
      verdict: { status: 'attained' },
    });
    expect(standing(plan, '2025', '94').verdict.status).toBe('missed');
  });
});

test('the horizon is attained or missed only once its last day has passed', () => {
  const plan = reach({
    baseline: { value: '42', period: '2020' },
    horizons: [{ period: '2025', min: '95' }],
  });
  const figures = figuresOf(plan, { '2025-Q4': '95' });
  expect(assess(plan, figures, '2025-12-31')).toMatchObject({
    closed: false,
    verdict: { status: 'on-track' },
    revisitOn: '2026-01-01',
  });
  expect(assess(plan, figures, '2026-01-01')).toMatchObject({
    closed: true,
    verdict: { status: 'attained' },
    revisitOn: null,
  });
});
