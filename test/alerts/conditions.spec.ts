import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ProgressItem } from '#contracts';
import { GetProgress } from '#progress';
import { seeded } from '../faults/random.js';
import { administrator } from '../progress/world.js';
import { smallTown, WARDS } from '../support/small-town.js';
import { type AlertWorld, startAlertWorld } from './world.js';

jest.setTimeout(120_000);

const PERIODS = ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06'];
const RED = ['off-track', 'missed'];

const when = (code: string, condition: object, scope: object = {}) => ({
  ...smallTown().rules[0],
  code,
  when: condition,
  scope,
});

/** Limits with more digits than a pace is shown with, so that none lies exactly on one. */
const RULES = [
  when('red', { status: RED }),
  when('red-of-clean-town', { status: RED }, { programme: 'clean-town' }),
  when('red-of-the-town', { status: RED }, { level: 'district', resolution: 'town-i' }),
  when('red-in-the-north', { status: RED }, { unit: ['town-north'] }),
  when('red-of-two', { status: RED }, { indicator: ['e-health-record', 'waste-collected'] }),
  when('red-of-culture', { status: RED }, { sector: 'culture-society' }),
  when('slow', { pace: { below: '0.71234567' } }),
  when('high', { value: { above: '93.1234567' } }),
  when('low', { value: { below: '93.1234567' } }),
];

/** The one-statement judgement against the items that everybody sees, judged one by one. */
describe('rules over random reports', () => {
  let world: AlertWorld;
  beforeAll(async () => {
    world = await startAlertWorld('2024-08-20T08:00:00+07:00');
    await world.apply({ ...smallTown(), rules: RULES });
  });
  afterAll(() => world.stop());

  test.each([1, 2, 3, 4])('raise and hold what they should (%i)', async (seed) => {
    const random = seeded(seed);
    for (let reports = 0; reports < 12; reports += 1) {
      const unit = WARDS[Math.floor(random() * WARDS.length)] as string;
      const period = PERIODS[Math.floor(random() * PERIODS.length)] as string;
      const value = (85 + random() * 15).toFixed(3);
      const indicator = random() < 0.5 ? 'waste-collected' : 'e-health-record';
      const when =
        indicator === 'waste-collected' ? period : `2024-Q${1 + Math.floor(random() * 2)}`;
      await world.report(indicator, unit, when, value);
    }
    await world.evaluate();
    const page = await world.queries.execute(new GetProgress({ limit: 1000 }, administrator));
    const items = 'items' in page ? page.items : [];
    const open = new Set((await world.alerts('open')).map((one) => `${one.rule}/${one.targetId}`));
    for (const { code } of RULES) {
      for (const item of items.filter(({ targetId }) => targetId !== null)) {
        const holds = isHeld(code, item);
        if (holds === undefined) continue;
        expect([code, item.targetId, open.has(`${code}/${item.targetId}`)]).toEqual([
          code,
          item.targetId,
          holds,
        ]);
      }
    }
    expect(open.size).toBeGreaterThan(5);
  });
});

function isHeld(code: string, item: ProgressItem): boolean | undefined {
  const { status, pace, actual } = item;
  const scope = SCOPES[code];
  if (scope) {
    if (!scope(item)) return false;
    return status === 'not-assessed' ? undefined : RED.includes(status);
  }
  if (code === 'slow') return pace === null ? undefined : Number(pace) < 0.71234567;
  if (actual === null) return undefined;
  return code === 'high' ? Number(actual) > 93.1234567 : Number(actual) < 93.1234567;
}

const SCOPES: Readonly<Record<string, (item: ProgressItem) => boolean>> = {
  red: () => true,
  'red-of-clean-town': ({ indicator }) => indicator === 'waste-collected',
  'red-of-the-town': ({ unit }) => unit === 'town',
  'red-in-the-north': ({ unit }) => unit === 'town-north',
  'red-of-two': ({ indicator }) => indicator !== 'budget-revenue',
  'red-of-culture': ({ sector }) => sector === 'culture-society',
};
