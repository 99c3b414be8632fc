import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Cluster } from '../../deploy/distributed/cluster.js';
import { redisIsMissing } from '../../deploy/distributed/redis.js';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import { aCluster } from '../faults/distributed-rounds.js';
import { eventually } from '../support/eventually.js';
import { startReceiver } from '../support/receiver.js';
import { call } from '../support/server.js';
import { smallTown } from '../support/small-town.js';

jest.setTimeout(180_000);

const missing = kafkaIsMissing() ?? redisIsMissing();
if (missing) console.warn(`The separate applications are not tested: ${missing}`);

(missing ? describe.skip : describe)('two replicas of each application, on built output', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-cluster-'));
  let cluster: Cluster;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    chmodSync(folder, 0o711);
    receiver = await startReceiver();
    cluster = await aCluster(folder, () => undefined);
  });
  afterAll(async () => {
    await cluster.stop();
    await receiver.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a report travels from the door to the planners, whichever replica is asked', async () => {
    const door = { baseUrl: cluster.address };
    const applied = await call(door, 'POST', '/v1/apply', smallTown(receiver.url));
    expect(applied.status).toBe(200);
    const report = {
      reportId: 'north-2024-07-waste',
      indicator: 'waste-collected',
      unit: 'town-north',
      period: '2024-07',
      numerator: '94.5',
      denominator: '100',
    };
    let accepted = await call(door, 'POST', '/v1/reports', report);
    await eventually('both doors know the town', async () => {
      accepted = await call(door, 'POST', '/v1/reports', report);
      return accepted.status === 202;
    });
    for (const { address } of cluster.of('ingest')) {
      const again = await call({ baseUrl: address }, 'POST', '/v1/reports', report);
      expect(again.body).toEqual(accepted.body);
    }
    const query = `indicator=waste-collected&unit=town-north&minPosition=${accepted.body.position}`;
    for (const { address } of cluster.of('api')) {
      const { body } = await call({ baseUrl: address }, 'GET', `/v1/progress?${query}`);
      expect(body.items).toMatchObject([{ status: 'off-track', actual: '94.5' }]);
    }
    const { body } = await call(door, 'POST', '/v1/evaluations', {});
    await eventually('it is evaluated', async () => {
      const { body: now } = await call(door, 'GET', `/v1/evaluations/${body.id}`);
      return now.state === 'done';
    });
    await eventually('the planners are told', () => receiver.received.length >= 2, 30_000);
    const told = receiver.received.map(({ id }) => id);
    expect(new Set(told).size).toBe(told.length);
  });

  /** One that takes longer than ten seconds ends itself with 1. */
  test('each ends within ten seconds when it is told to', async () => {
    const codes = await Promise.all(cluster.applications.map((one) => one.stop()));
    expect(codes).toEqual(cluster.applications.map(() => 0));
  });
});
