import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AcknowledgeAlert, CommentAlert } from '#alerts';
import type { Alert, Principal } from '#contracts';
import { administrator } from '../progress/world.js';
import { smallTown } from '../support/small-town.js';
import { type AlertWorld, startAlertWorld } from './world.js';

jest.setTimeout(60_000);

const offTrack = smallTown().rules[0];
const rule = (code: string, fields: object) => ({ ...offTrack, code, ...fields });
const WASTE = { indicator: 'waste-collected', unit: 'town-north' };

/** The town with other rules than its own. */
const townWith = (...rules: object[]) => ({ ...smallTown(), rules });

const whats = (alert: Alert | undefined) => alert?.timeline.map(({ what }) => what);

describe('episodes', () => {
  let world: AlertWorld;
  const start = async (...rules: object[]) => {
    world = await startAlertWorld('2024-08-20T08:00:00+07:00');
    await world.apply(townWith(...rules));
  };
  const waste = (period: string, numerator: string) =>
    world.report(WASTE.indicator, WASTE.unit, period, numerator);
  const only = async () => {
    const alerts = await world.alerts();
    expect(alerts).toHaveLength(1);
    return alerts[0] as Alert;
  };
  afterEach(() => world.stop());

  describe('of a rule on status', () => {
    beforeEach(() =>
      start(rule('off-track', { scope: { indicator: WASTE.indicator, level: 'ward' } })),
    );

    test('a breached floor is raised once, with the request that caused it', async () => {
      const reportId = await waste('2024-07', '90');
      expect(await world.evaluate()).toEqual({ evaluated: 3, raised: 1, resolved: 0 });
      expect(await world.evaluate()).toEqual({ evaluated: 3, raised: 0, resolved: 0 });
      expect(await only()).toMatchObject({
        rule: 'off-track',
        targetId: 'waste-town-north',
        unit: 'town-north',
        severity: 'critical',
        episode: 1,
        state: 'open',
        raisedAt: '2024-08-20T01:00:00.000Z',
        timeline: [{ what: 'raised', status: 'off-track', period: '2024-07' }],
      });
      const [fact] = await world.log.read('tiendo.alerts', 0, 0, 1);
      expect(fact).toMatchObject({
        type: 'vn.tiendo.alert-raised.v1',
        correlationId: `c-${reportId}`,
      });
    });

    test('a corrected figure resolves it, and the next breach is the next episode', async () => {
      await waste('2024-07', '90');
      await world.evaluate();
      await waste('2024-07', '97');
      expect(await world.evaluate()).toMatchObject({ raised: 0, resolved: 1 });
      expect(await only()).toMatchObject({ state: 'resolved', resolvedAt: expect.any(String) });
      await waste('2024-08', '80');
      expect(await world.evaluate()).toMatchObject({ raised: 1 });
      const [second, first] = await world.alerts();
      expect([first?.episode, second?.episode]).toEqual([1, 2]);
      expect(second?.id).not.toBe(first?.id);
    });

    test('silence does not resolve: neither a period without a report, nor one taken back', async () => {
      await waste('2024-06', '97');
      const reportId = await waste('2024-07', '90');
      await world.evaluate();
      world.clock.set('2024-12-20T08:00:00+07:00');
      expect(await world.evaluate()).toMatchObject({ raised: 0, resolved: 0 });
      await world.withdraw(reportId, WASTE.indicator);
      expect(await world.evaluate()).toMatchObject({ raised: 0, resolved: 0 });
      expect(await only()).toMatchObject({ state: 'open' });
    });

    test('a target, and a scope, that end close their alerts as superseded', async () => {
      await waste('2024-07', '90');
      await world.report(WASTE.indicator, 'town-south', '2024-07', '90');
      await world.evaluate();
      const { resolutions, ...rest } = smallTown();
      const kept = resolutions.map((one) => ({
        ...one,
        targets: one.targets.filter(({ id }) => id !== 'waste-town-north'),
      }));
      await world.apply({ ...rest, resolutions: kept, rules: [] });
      await world.evaluate();
      expect((await world.alerts('superseded')).map(({ unit }) => unit)).toEqual(['town-north']);
      const narrower = { scope: { indicator: 'budget-revenue' } };
      await world.apply({ rules: [rule('off-track', narrower)] });
      await world.evaluate();
      expect(await world.alerts('open')).toEqual([]);
      expect(await world.alerts('superseded')).toHaveLength(2);
    });

    test('a unit that ends closes its alerts, and begins no others', async () => {
      await waste('2024-07', '90');
      await world.evaluate();
      const [north] = smallTown().units.filter(({ id }) => id === 'town-north');
      await world.apply({ units: [{ ...north, validTo: '2024-09-01' }] });
      world.clock.set('2024-08-31T23:00:00+07:00');
      await world.evaluate();
      expect(await only()).toMatchObject({ state: 'open' });
      world.clock.set('2024-09-01T00:30:00+07:00');
      await world.evaluate();
      expect(await only()).toMatchObject({ state: 'superseded' });
      expect(await world.evaluate()).toMatchObject({ raised: 0 });
    });
  });

  test('`for` asks for periods in a row; before that the episode is pending', async () => {
    await start(rule('twice', { for: 2, scope: { indicator: WASTE.indicator, unit: WASTE.unit } }));
    await waste('2024-05', '90');
    await world.evaluate();
    expect(await only()).toMatchObject({ state: 'pending', raisedAt: null });
    await waste('2024-06', '96');
    await world.evaluate();
    expect(whats(await only())).toEqual(['pending', 'resolved']);
    await waste('2024-07', '90');
    await waste('2024-08', '91');
    await world.evaluate();
    const [second] = await world.alerts();
    expect(second).toMatchObject({ episode: 2, state: 'open' });
    expect(whats(second)).toEqual(['raised']);
  });

  test('a clearing condition holds an alert until it is met', async () => {
    const scope = { indicator: WASTE.indicator, unit: WASTE.unit };
    const value = { when: { value: { below: '95' } }, clear: { value: { above: '97' } } };
    await start(rule('low', { scope, ...value }));
    await waste('2024-07', '94');
    await world.evaluate();
    await waste('2024-07', '96.5');
    expect(await world.evaluate()).toMatchObject({ resolved: 0 });
    await waste('2024-07', '97');
    expect(await world.evaluate()).toMatchObject({ resolved: 0 });
    await waste('2024-07', '97.01');
    expect(await world.evaluate()).toMatchObject({ resolved: 1 });
  });

  test('a report is overdue after so many working days, and no longer when it is there', async () => {
    const overdue = { when: { overdue: { workingDays: 2 } } };
    await start(
      rule('late', { scope: { indicator: WASTE.indicator, unit: WASTE.unit }, ...overdue }),
    );
    await waste('2024-07', '97');
    // August ends on a Saturday: due on Monday 2 September, two working days after is the 4th.
    world.clock.set('2024-09-04T23:59:00+07:00');
    expect(await world.evaluate()).toMatchObject({ raised: 0 });
    world.clock.set('2024-09-05T00:01:00+07:00');
    expect(await world.evaluate()).toMatchObject({ raised: 1 });
    await waste('2024-08', '97');
    expect(await world.evaluate()).toMatchObject({ resolved: 1 });
  });

  test('worsening is a line in the timeline, told once', async () => {
    const scope = { indicator: 'e-health-record', unit: WASTE.unit };
    await start(rule('slow', { scope, when: { status: ['at-risk', 'off-track', 'missed'] } }));
    await world.report('e-health-record', WASTE.unit, '2024-Q1', '58');
    await world.evaluate();
    await world.report('e-health-record', WASTE.unit, '2024-Q2', '45');
    await world.evaluate();
    await world.evaluate();
    expect((await only()).timeline).toMatchObject([
      { what: 'raised', status: 'at-risk', period: '2024-Q1' },
      { what: 'changed', status: 'off-track', period: '2024-Q2' },
    ]);
  });

  describe('and people', () => {
    const planner: Principal = {
      keyId: 'p',
      name: 'minh.tran',
      roles: ['planner'],
      units: ['town-south'],
    };
    let id: string;
    beforeEach(async () => {
      await start(offTrack as object);
      await waste('2024-07', '90');
      await world.evaluate();
      id = (await world.alerts()).find((alert) => alert.unit === WASTE.unit)?.id ?? '';
    });

    test('who acknowledges twice does it once; comments are kept; both survive the resolution', async () => {
      const acknowledge = () => world.commands.execute(new AcknowledgeAlert(id, administrator));
      await acknowledge();
      expect(await acknowledge()).toMatchObject({ alert: { state: 'acknowledged' } });
      await world.commands.execute(new CommentAlert(id, administrator, 'đã gọi phường'));
      await waste('2024-07', '97');
      await world.evaluate();
      const alert = (await world.alerts()).find((one) => one.id === id);
      expect(whats(alert)).toEqual(['raised', 'acknowledged', 'commented', 'resolved']);
      expect(await acknowledge()).toEqual({ refused: 'alert-ended' });
    });

    test('two comments at once are two lines', async () => {
      const texts = ['một', 'hai', 'ba', 'bốn'];
      await Promise.all(
        texts.map((text) => world.commands.execute(new CommentAlert(id, administrator, text))),
      );
      const alert = (await world.alerts()).find((one) => one.id === id);
      expect(
        alert?.timeline
          .slice(1)
          .map(({ text }) => text)
          .sort(),
      ).toEqual(texts.sort());
    });

    test('a timeline that is full takes no more comments, and the alert still resolves', async () => {
      const comment = () =>
        world.commands.execute(new CommentAlert(id, administrator, 'ế'.repeat(4000)));
      let last = await comment();
      for (let n = 0; n < 50 && 'alert' in last; n += 1) last = await comment();
      expect(last).toEqual({ refused: 'body-too-large' });
      await waste('2024-07', '97');
      await world.evaluate();
      expect(whats((await world.alerts()).find((one) => one.id === id))?.at(-1)).toBe('resolved');
    });

    test('nobody acts outside their units', async () => {
      const command = new AcknowledgeAlert(id, planner);
      expect(await world.commands.execute(command)).toEqual({ refused: 'not-permitted' });
    });
  });
});
