import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type Configuration,
  type EventLog,
  type JobQueue,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
} from '#platform';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

let under: TestDatabase;
beforeAll(async () => {
  under = await testDatabase(platformMigrations);
});
afterAll(() => under.drop());

test('what is parked now is counted by projection, whichever process parked it', async () => {
  const metrics = new Metrics();
  const { database } = under;
  PlatformModule.register({
    configuration: { webhookAllow: [] } as unknown as Configuration,
    database,
    eventLog: {} as EventLog,
    inboundMessages: new NoInboundMessages(),
    publishedTopics: new NoPublishedTopics(),
    jobQueue: {} as JobQueue,
    clock: new ManualClock(new Date(0)),
    metrics,
  });
  await database.query(
    `INSERT INTO parked_fact (projection, partition, log_offset, key, state, fact, code_version, parked_at)
     SELECT projection, 0, n, 'k', CASE n WHEN 1 THEN 'poison' ELSE 'waiting' END, '{}', '1', now()
     FROM (VALUES ('alerts', 1), ('alerts', 2), ('deliveries', 1)) AS parked (projection, n)`,
  );
  const told = await metrics.registry.metrics();
  expect(told).toContain('tiendo_parked_facts{projection="alerts"} 2');
  expect(told).toContain('tiendo_parked_facts{projection="deliveries"} 1');
  await database.query(`DELETE FROM parked_fact`);
  expect(await metrics.registry.metrics()).not.toMatch(/^tiendo_parked_facts\{/m);
});
