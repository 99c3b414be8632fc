import { describe, expect, test } from '@jest/globals';
import { afterDeadline, aPlan, figuresOf, type Reported } from '../a-plan.fixture.js';
import { assess } from '../assess.js';
import { bandsOf } from '../bands.js';
import type { Plan } from '../types.js';

function maintain(terms: Record<string, unknown>, overrides: Partial<Plan> = {}): Plan {
  return aPlan({ kind: 'maintain', ...terms }, overrides);
}

function after(plan: Plan, period: string, values: Record<string, string | Reported>) {
  return assess(plan, figuresOf(plan, values), afterDeadline(plan, period));
}

/** What the verdict says of one period alone. */
function said(plan: Plan, value: string) {
  const { status, reason, breached } = after(plan, '2022-Q1', { '2022-Q1': value }).verdict;
  return breached ? `${status}, breached` : [status, reason].filter(Boolean).join(', ');
}

test('keep at least 95 %: 94.5 % is off track, whatever it was before', () => {
  const plan = maintain({ min: '95' });
  expect(after(plan, '2022-Q1', { '2021-Q4': '97', '2022-Q1': '94.5' })).toMatchObject({
    actual: '94.5',
    expected: '95',
    pace: null,
    paceZero: null,
    paceOne: null,
    verdict: { status: 'off-track', breached: true },
  });
});

describe('the limit', () => {
  test.each([
    ['a floor', { min: '95' }, '95', 'on-track'],
    ['a floor', { min: '95' }, '94.999999999999999999999999999999', 'off-track, breached'],
    ['a strict floor', { min: '95', strict: true }, '95', 'off-track, breached'],
    ['a strict floor', { min: '95', strict: true }, '95.000001', 'on-track'],
    ['a ceiling', { max: '4' }, '4', 'on-track'],
    ['a ceiling', { max: '4' }, '4.000000000000000000000000000001', 'off-track, breached'],
    ['a strict ceiling', { max: '4', strict: true }, '4', 'off-track, breached'],
    ['a ceiling of nothing', { max: '0' }, '0', 'on-track'],
    ['a negative floor', { min: '-2' }, '-2.5', 'off-track, breached'],
    ['both', { min: '10', max: '20' }, '10', 'on-track'],
    ['both', { min: '10', max: '20' }, '20', 'on-track'],
    ['both', { min: '10', max: '20' }, '9.99', 'off-track, breached'],
    ['both', { min: '10', max: '20' }, '20.01', 'off-track, breached'],
    ['both, strict', { min: '10', max: '20', strict: true }, '20', 'off-track, breached'],
    ['one value', { min: '10', max: '10' }, '10', 'on-track'],
    ['one value', { min: '10', max: '10' }, '10.1', 'off-track, breached'],
  ])('%s %j: %s is %s', (_, limit, value, expected) => {
    expect(said(maintain(limit), value)).toBe(expected);
  });
});

describe('the margin', () => {
  test.each([
    // within half a point of 95 on its good side; its far end is within
    [{ min: '95', margin: '0.5' }, '95', 'at-risk, near-limit'],
    [{ min: '95', margin: '0.5' }, '95.5', 'at-risk, near-limit'],
    [{ min: '95', margin: '0.5' }, '95.51', 'on-track'],
    [{ max: '4', margin: '0.3' }, '3.7', 'at-risk, near-limit'],
    [{ max: '4', margin: '0.3' }, '3.69', 'on-track'],
    [{ max: '4', margin: '0.3', strict: true }, '4', 'off-track, breached'],
    [{ max: '4', margin: '0.3', strict: true }, '3.99', 'at-risk, near-limit'],
    // none is none: what must be kept at 100 % is green at 100 %
    [{ min: '100', margin: '0' }, '100', 'on-track'],
    [{ min: '10', max: '20', margin: '2' }, '12', 'at-risk, near-limit'],
    [{ min: '10', max: '20', margin: '2' }, '15', 'on-track'],
    [{ min: '10', max: '20', margin: '2' }, '18', 'at-risk, near-limit'],
    // wider than the range: always near
    [{ min: '10', max: '20', margin: '7' }, '15', 'at-risk, near-limit'],
  ])('%j: %s is %s', (terms, value, expected) => {
    expect(said(maintain(terms), value)).toBe(expected);
  });
});

describe('a breach is remembered', () => {
  const plan = maintain({ min: '95', margin: '0.5' });

  test('until the end the target is at risk', () => {
    const values = { '2021-Q1': '94', '2021-Q2': '97' };
    expect(after(plan, '2021-Q2', values)).toMatchObject({
      tainted: true,
      verdict: { status: 'at-risk', reason: 'breached-before' },
    });
    expect(after(plan, '2021-Q2', { ...values, '2021-Q2': '95.2' }).verdict.reason).toBe(
      'near-limit',
    );
    expect(after(plan, '2021-Q2', { ...values, '2021-Q1': '96' }).verdict.status).toBe('on-track');
  });

  test('and at the end it is missed', () => {
    expect(after(plan, '2025-Q4', { '2021-Q1': '94', '2025-Q4': '97' }).verdict).toMatchObject({
      status: 'missed',
      reason: 'breached-before',
      breached: false,
    });
    expect(after(plan, '2025-Q4', { '2025-Q4': '94' }).verdict).toMatchObject({
      status: 'missed',
      breached: true,
    });
    expect(after(plan, '2025-Q4', { '2021-Q1': '95', '2025-Q4': '95' }).verdict.status).toBe(
      'attained',
    );
  });

  test('a breach in a period not yet assessable does not count until it is', () => {
    const figures = figuresOf(plan, {
      '2021-Q1': { value: '94', reported: 1, due: 2 },
      '2021-Q2': '97',
    });
    expect(assess(plan, figures, '2021-04-10')).toMatchObject({
      period: '2021-Q2',
      tainted: false,
      revisitOn: '2021-04-11',
    });
    expect(assess(plan, figures, '2021-04-11').tainted).toBe(true);
  });

  test('a later standing learns it from the verdict before', () => {
    expect(bandsOf(plan, 1)).toMatchObject({ continues: true, taintsLater: true });
    expect(bandsOf(plan, 0).continues).toBe(false);
  });
});

test('between two limits nothing single is expected', () => {
  const bands = bandsOf(maintain({ min: '10', max: '20', strict: true, margin: '2' }), 3);
  expect(bands).toMatchObject({
    expected: null,
    limit: { min: '10', max: '20', strict: true },
    // breached ≤ 10 < near ≤ 12 < good < 18 ≤ near < 20 ≤ breached
    openCuts: ['10', '12'],
    closedCuts: ['18', '20'],
  });
});

test('0.1 + 0.2 against a ceiling of 0.3 is not a breach', () => {
  const plan = maintain({ max: '0.3' }, { value: 'ratio', acrossUnits: 'ratio' });
  expect(after(plan, '2022-Q1', { '2022-Q1': { value: '3', of: '10' } })).toMatchObject({
    actual: '0.3',
    verdict: { status: 'on-track' },
  });
});

test('a ratio is judged as rounded to 12 decimals', () => {
  // 2/3 = 0.6666666666666…, written 0.666666666667
  const plan = maintain({ min: '0.666666666667' }, { value: 'ratio', acrossUnits: 'ratio' });
  expect(after(plan, '2022-Q1', { '2022-Q1': { value: '2', of: '3' } }).verdict.status).toBe(
    'on-track',
  );
});
