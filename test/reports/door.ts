import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { Apply, CatalogueModule, catalogueMigrations, CurrentCatalogue } from '#catalogue';
import { type Principal, TOPICS } from '#contracts';
import {
  type Configuration,
  type JobQueue,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  PostgresEventLog,
  ProjectionRunner,
} from '#platform';
import {
  GetReceipt,
  recordReports,
  RefusalProjection,
  ReportHistory,
  ReportsModule,
  reportsMigrations,
  SubmitReports,
  WithdrawReport,
} from '#reports';
import { testDatabase } from '../support/test-database.js';
import { smallTown } from '../support/small-town.js';

export const administrator: Principal = {
  keyId: 'key-admin',
  name: 'lan.nguyen',
  roles: ['administrator'],
  units: [],
};

export const aWard = (unit: string): Principal => ({
  keyId: `key-${unit}`,
  name: unit,
  roles: ['ward-reporter'],
  units: [unit],
});

/** A report of the small town that is accepted as it is. */
export const aReport = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  reportId: 'r-1',
  indicator: 'budget-revenue',
  unit: 'town-north',
  period: '2024-06',
  value: '12.5',
  ...changes,
});

const LEDGER = 'test-ledger';

export type Door = Awaited<ReturnType<typeof openDoor>>;

/** The process that takes reports and writes the ledger, on a database of its own. */
export async function openDoor() {
  const { database, url, drop } = await testDatabase([
    ...platformMigrations,
    ...catalogueMigrations,
    ...reportsMigrations,
  ]);
  const log = new PostgresEventLog(database.pool, url);
  const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
  const metrics = new Metrics();
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.register({
        configuration: { webhookAllow: [] } as unknown as Configuration,
        database,
        eventLog: log,
        inboundMessages: new NoInboundMessages(),
        publishedTopics: new NoPublishedTopics(),
        jobQueue: {} as JobQueue,
        clock,
        metrics,
      }),
      CatalogueModule,
      ReportsModule,
    ],
  }).compile();
  await module.init();
  const commands = module.get(CommandBus);
  const queries = module.get(QueryBus);
  const catalogues = module.get(CurrentCatalogue);
  const runner = module.get(ProjectionRunner);

  const apply = async (bundle: unknown) => {
    const outcome = await commands.execute(new Apply(bundle, administrator));
    if (!('applied' in outcome)) throw new Error(JSON.stringify(outcome.problems));
  };
  await apply(smallTown());
  await runner.run(module.get(RefusalProjection));
  await runner.run({
    name: LEDGER,
    topic: TOPICS.reports,
    maxBatch: 1000,
    apply: async (tx, facts) => {
      await recordReports(tx, facts, await catalogues.load(), clock.now());
    },
  });

  const submit = (reports: readonly unknown[], sender = administrator) =>
    commands.execute(new SubmitReports(reports, sender, 'c-1'));
  const end = async (topic: string) => (await log.ends(topic)).get(0) ?? 0;
  return {
    database,
    log,
    clock,
    metrics,
    apply,
    submit,
    submitOne: async (report: unknown, sender = administrator) =>
      (await submit([report], sender))[0]!,
    withdraw: (reportId: string, sender = administrator, reason = 'nhập nhầm') =>
      commands.execute(new WithdrawReport(reportId, reason, sender, 'c-2')),
    receipt: (reportId: string, principal = administrator) =>
      queries.execute(new GetReceipt(reportId, principal)),
    history: (unit = 'town-north', principal = administrator, options = {}) =>
      queries.execute(new ReportHistory('budget-revenue', unit, '2024-06', principal, options)),
    facts: () => end(TOPICS.reports),
    refusals: () => end(TOPICS.refusals),
    /** Resolves when the ledger has everything that was accepted. */
    settled: async () => {
      if (!(await runner.caughtUp({ name: LEDGER, topic: TOPICS.reports }, 10_000))) {
        throw new Error('the ledger did not follow the log');
      }
    },
    ledger: async () => {
      const { rows } = await database.query(`SELECT * FROM report ORDER BY log_offset`);
      return rows;
    },
    close: async () => {
      await runner.stopAll();
      await module.close();
      await log.close();
      await drop();
    },
  };
}
