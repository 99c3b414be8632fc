import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { GetSchedules, RunDueRules } from '#alerts';
import { smallTown } from '../support/small-town.js';
import { type AlertWorld, startAlertWorld } from './world.js';

jest.setTimeout(60_000);

const [offTrack] = smallTown().rules;
const everyHour = { ...offTrack, code: 'hourly', schedule: { every: 'PT1H' } };
const atSeven = { ...offTrack, code: 'at-seven', schedule: { cron: '0 7 * * *' } };

describe('the due-list', () => {
  let world: AlertWorld;
  beforeEach(async () => {
    world = await startAlertWorld('2024-12-31T23:10:00+07:00');
    await world.apply({ ...smallTown(), rules: [everyHour, atSeven] });
  });
  afterEach(() => world.stop());

  const runAt = (at: string) => {
    world.clock.set(at);
    return world.commands.execute(new RunDueRules());
  };
  const nextRuns = async () => {
    const items = await world.queries.execute(new GetSchedules());
    return Object.fromEntries(items.map(({ rule, nextRun }) => [rule, nextRun]));
  };

  test('a new rule is due at once, then by its schedule, across midnight and the year', async () => {
    expect(await runAt('2024-12-31T23:10:00+07:00')).toBe(2);
    expect(await nextRuns()).toEqual({
      hourly: '2024-12-31T17:00:00.000Z',
      'at-seven': '2025-01-01T00:00:00.000Z',
    });
    expect(await runAt('2024-12-31T23:59:59+07:00')).toBe(0);
    expect(await runAt('2025-01-01T00:00:00+07:00')).toBe(1);
    expect(await runAt('2025-01-01T00:00:01+07:00')).toBe(0);
    expect(await runAt('2025-01-01T07:00:00+07:00')).toBe(2);
  });

  test('what was missed runs once, not once per missed tick', async () => {
    await runAt('2024-12-31T23:10:00+07:00');
    expect(await runAt('2025-01-04T09:30:00+07:00')).toBe(2);
    expect(await runAt('2025-01-04T09:30:01+07:00')).toBe(0);
    expect((await nextRuns())['hourly']).toBe('2025-01-04T03:00:00.000Z');
  });

  test('of several evaluators that look at once one runs what is due, each time', async () => {
    const lookAtOnce = () =>
      Promise.all(Array.from({ length: 8 }, () => world.commands.execute(new RunDueRules())));
    for (const at of ['2024-12-31T23:10:00+07:00', '2025-01-01T07:00:00+07:00']) {
      world.clock.set(at);
      expect((await lookAtOnce()).reduce((sum, ran) => sum + ran)).toBe(2);
    }
  });

  test('a clock that jumps a day ahead runs what is due once', async () => {
    await runAt('2024-12-31T23:10:00+07:00');
    expect(await runAt('2025-01-01T23:10:00+07:00')).toBe(2);
    expect(await runAt('2025-01-01T23:10:05+07:00')).toBe(0);
  });

  test('a clock that jumps a day back neither runs twice nor waits a day', async () => {
    await runAt('2024-12-31T23:10:00+07:00');
    expect(await runAt('2024-12-30T23:20:00+07:00')).toBe(0);
    expect(await nextRuns()).toEqual({
      hourly: '2024-12-30T17:00:00.000Z',
      'at-seven': '2024-12-31T00:00:00.000Z',
    });
    expect(await runAt('2024-12-31T00:00:00+07:00')).toBe(1);
  });

  test('a rule whose schedule changed follows the new one', async () => {
    await runAt('2024-12-31T23:10:00+07:00');
    await world.apply({ rules: [{ ...atSeven, schedule: { every: 'PT5M' } }] });
    expect(await runAt('2024-12-31T23:14:00+07:00')).toBe(0);
    expect(await runAt('2024-12-31T23:15:00+07:00')).toBe(1);
  });

  test('deadlines of standings pass with the clock, also when it comes back', async () => {
    await world.report('waste-collected', 'town-north', '2024-11', '97');
    const period = async () => {
      await world.evaluate();
      const { rows } = await world.database.query(
        `SELECT period FROM progress_now WHERE target_id = 'waste-town'`,
      );
      return rows[0]?.period;
    };
    world.clock.set('2024-12-02T23:59:00+07:00');
    expect(await period()).toBeNull();
    world.clock.set('2024-12-03T00:01:00+07:00');
    expect(await period()).toBe(202411);
    world.clock.set('2024-12-02T12:00:00+07:00');
    expect(await period()).toBeNull();
  });
});
