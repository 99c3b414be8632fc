import { describe, expect, test } from '@jest/globals';
import type { ClearCondition, Condition } from '#contracts';
import { clears, holds, type Standing } from './condition.js';

const at = (fields: Partial<Standing>): Standing => ({
  status: 'at-risk',
  actual: '79',
  paceZero: '0',
  paceOne: '100',
  ...fields,
});

describe('whether a condition holds', () => {
  test.each<[string, Condition | ClearCondition, Standing, boolean | undefined]>([
    ['a status of the list', { status: ['at-risk'] }, at({}), true],
    ['a status that is not', { status: ['missed'] }, at({}), false],
    [
      'nothing said of what is not assessed',
      { status: ['missed'] },
      at({ status: 'not-assessed' }),
      undefined,
    ],
    [
      'unless that is what is asked',
      { status: ['not-assessed'] },
      at({ status: 'not-assessed' }),
      true,
    ],
    ['a pace below', { pace: { below: '0.8' } }, at({}), true],
    ['a pace exactly at the limit is not below', { pace: { below: '0.79' } }, at({}), false],
    [
      'a pace towards less',
      { pace: { below: '0.8' } },
      at({ actual: '6.1', paceZero: '12', paceOne: '4' }),
      true,
    ],
    [
      'a third, exactly',
      { pace: { below: '0.333333333333333334' } },
      at({ actual: '1', paceOne: '3' }),
      true,
    ],
    [
      'a ceiling used up too fast',
      { pace: { below: '0.8' } },
      at({ actual: '130', paceZero: null }),
      true,
    ],
    ['a ceiling not used', { pace: { below: '0.8' } }, at({ actual: '0', paceZero: null }), false],
    [
      'and its pace is above anything',
      { pace: { above: '9' } },
      at({ actual: '0', paceZero: null }),
      true,
    ],
    ['no pace', { pace: { below: '0.8' } }, at({ paceOne: null }), undefined],
    ['a value above', { value: { above: '78.9' } }, at({}), true],
    ['a value exactly at the limit', { value: { above: '79' } }, at({}), false],
    ['no value', { value: { below: '1' } }, at({ actual: null }), undefined],
  ])('%s', (_, condition, standing, expected) => {
    expect(holds(condition, standing)).toBe(expected);
  });

  test('0.1 + 0.2 is not above 0.3', () => {
    expect(holds({ value: { above: '0.3' } }, at({ actual: '0.3' }))).toBe(false);
  });

  test('without a clearing condition it clears when `when` does not hold, never in silence', () => {
    const rule = { when: { value: { above: '3.7' } } };
    expect(clears(rule, at({ actual: '3.7' }))).toBe(true);
    expect(clears(rule, at({ actual: null }))).toBe(false);
    expect(clears({ ...rule, clear: { value: { below: '3.5' } } }, at({ actual: '3.6' }))).toBe(
      false,
    );
  });
});
