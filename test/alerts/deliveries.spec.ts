import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DeliveryProjection, DrainChannel, ListDeliveries, RetryDelivery, Webhooks } from '#alerts';
import { type ChannelDocument, type Delivery, TOPICS } from '#contracts';
import { AddressRules, ProjectionRunner } from '#platform';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.js';
import { startReceiver } from '../support/receiver.js';
import { smallTown, WEBHOOK_SECRET } from '../support/small-town.js';
import { type AlertWorld, startAlertWorld } from './world.js';

jest.setTimeout(60_000);

describe('deliveries', () => {
  let world: AlertWorld;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let status: number;

  beforeEach(async () => {
    status = 204;
    receiver = await startReceiver(() => status);
    world = await startAlertWorld('2024-08-20T08:00:00+07:00');
  });
  afterEach(async () => {
    await receiver.stop();
    await world.stop();
  });

  const channel = (code: string, url: string) => ({
    code,
    kind: 'webhook',
    url,
    secret: WEBHOOK_SECRET,
  });
  /** The town whose rule notifies these channels, with one red ward. */
  const raise = async (...channels: ReturnType<typeof channel>[]) => {
    const notify = channels.map(({ code }) => code);
    const scope = { indicator: 'waste-collected', level: 'ward' };
    const rules = [{ ...smallTown().rules[0], scope, notify }];
    await world.apply({ ...smallTown(), channels, rules });
    await world.module.get(ProjectionRunner).run(world.module.get(DeliveryProjection));
    await world.report('waste-collected', 'town-north', '2024-07', '90');
    await world.evaluate();
    await told();
  };
  const told = async () => {
    const deliveries = world.module.get(DeliveryProjection);
    await world.module.get(ProjectionRunner).caughtUp(deliveries, 10_000);
  };
  const drain = (code: string) => world.commands.execute(new DrainChannel(code));
  const deliveries = async (state?: Delivery['state']) => {
    const page = await world.queries.execute(new ListDeliveries(state ? { state } : {}));
    return page?.items ?? [];
  };
  /** As if its time had come. */
  const ripen = () => world.database.query(`UPDATE delivery SET next_attempt_at = now()`);

  test('a refusal is tried again with the same id and body, later each time', async () => {
    await raise(channel('planners', receiver.url));
    status = 503;
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await ripen();
      await drain('planners');
      const [delivery] = await deliveries('pending');
      expect(delivery).toMatchObject({
        attempts: attempt + 1,
        lastError: 'The receiver said 503.',
      });
      pauses.push(Math.round((Date.parse(delivery?.nextAttemptAt ?? '') - Date.now()) / 1000));
    }
    expect(pauses.map((pause) => Math.round(pause / 5) * 5)).toEqual([5, 30, 120]);
    status = 204;
    await ripen();
    await drain('planners');
    await drain('planners');
    expect(receiver.received).toHaveLength(1);
    const [{ id, body, headers } = { id: '', body: '', headers: {} }] = receiver.received;
    expect(new Webhook(WEBHOOK_SECRET).verify(body, headers)).toMatchObject({
      type: 'vn.tiendo.alert-raised.v1',
      timestamp: '2024-08-20T01:00:00.000Z',
      data: { state: 'open', targetId: 'waste-town-north' },
    });
    expect(id).toBe((await deliveries('delivered'))[0]?.webhookId);
  });

  test('after the last attempt it is given up, and tried again when somebody says so', async () => {
    await raise(channel('planners', receiver.url));
    status = 500;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await ripen();
      await drain('planners');
    }
    const [given] = await deliveries('abandoned');
    expect(given).toMatchObject({ attempts: 8, nextAttemptAt: null });
    status = 204;
    expect(await world.commands.execute(new RetryDelivery(given?.id ?? ''))).toBe(true);
    await drain('planners');
    expect(receiver.received).toHaveLength(1);
    expect(await world.commands.execute(new RetryDelivery(given?.id ?? ''))).toBe(false);
  });

  test('a dead endpoint does not hold up another', async () => {
    const dead = channel('dead', 'http://127.0.0.1:9/nobody');
    await raise(dead, channel('planners', receiver.url));
    await Promise.all([drain('dead'), drain('planners')]);
    expect(receiver.received).toHaveLength(1);
    expect((await deliveries('pending')).map((one) => one.channel)).toEqual(['dead']);
  });

  test('a redirect is not followed', async () => {
    await raise(channel('moved', receiver.url));
    status = 302;
    await drain('moved');
    expect(await deliveries()).toMatchObject([{ lastError: 'The receiver said 302.' }]);
  });

  test('an address inside is refused, also when it was taken before it was closed', async () => {
    const inside = channel('inside', 'http://10.0.0.1/alerts');
    await expect(raise(inside)).rejects.toThrow('address-not-allowed');
    const rules = new AddressRules([]);
    const send = (url: string) =>
      new Webhooks(rules).send(channel('c', url) as ChannelDocument, {
        webhookId: 'a.1',
        body: '{}',
      });
    await expect(send(receiver.url)).rejects.toThrow('127.0.0.1 is an address that deliveries');
    const byName = receiver.url.replace('127.0.0.1', hostname());
    await expect(send(byName)).rejects.toThrow();
    expect(receiver.received).toEqual([]);
  });

  test('what follows for an alert waits for what came before it', async () => {
    await raise(channel('planners', receiver.url));
    status = 503;
    await drain('planners');
    status = 204;
    await world.report('waste-collected', 'town-north', '2024-07', '97');
    await world.evaluate();
    await told();
    await drain('planners');
    expect(receiver.received).toHaveLength(0);
    await ripen();
    await eventually('both are there', async () => {
      await drain('planners');
      return receiver.received.length === 2;
    });
    const types = receiver.received.map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(['vn.tiendo.alert-raised.v1', 'vn.tiendo.alert-resolved.v1']);
  });

  test('two who drain at once send each thing once', async () => {
    await raise(channel('planners', receiver.url));
    await world.report('waste-collected', 'town-south', '2024-07', '90');
    await world.report('waste-collected', 'town-river', '2024-07', '90');
    await world.evaluate();
    await told();
    await Promise.all([drain('planners'), drain('planners'), drain('planners')]);
    const ids = receiver.received.map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  });

  test('facts that are read again are not delivered again', async () => {
    await raise(channel('planners', receiver.url));
    await drain('planners');
    const facts = await world.log.read(TOPICS.alerts, 0, 0, 100);
    const projection = world.module.get(DeliveryProjection);
    await world.database.transaction((tx) => projection.apply(tx, facts));
    await drain('planners');
    expect(receiver.received).toHaveLength(1);
  });
});
