import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { AlertProjection, AlertsModule, EvaluateRules, GetAlerts } from '#alerts';
import { Apply, CatalogueModule } from '#catalogue';
import { type Alert, type AlertState, TOPICS } from '#contracts';
import {
  BullMqJobQueue,
  type Configuration,
  type Follower,
  ManualClock,
  Metrics,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  PostgresEventLog,
  ProjectionRunner,
} from '#platform';
import {
  CATALOGUE_PROGRESS,
  CatalogueProgressProjection,
  REPORT_PROGRESS,
  ReportProgressProjection,
} from '#progress';
import { aFact, administrator, aWithdrawal } from '../progress/world.js';
import { allMigrations } from '#application';
import { testDatabase } from '../support/test-database.js';

export type AlertWorld = Awaited<ReturnType<typeof startAlertWorld>>;

/** Everything from the log of reports to the episodes, on a database of its own, with a clock that is set. */
export async function startAlertWorld(now: string) {
  const { database, url, drop } = await testDatabase(allMigrations);
  const log = new PostgresEventLog(database.pool, url);
  const queue = BullMqJobQueue.onPostgres(url, () => undefined);
  const clock = new ManualClock(new Date(now));
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.register({
        configuration: { webhookAllow: ['127.0.0.1'] } as unknown as Configuration,
        database,
        eventLog: log,
        inboundMessages: new NoInboundMessages(),
        publishedTopics: new NoPublishedTopics(),
        jobQueue: queue,
        clock,
        metrics: new Metrics(),
      }),
      CatalogueModule,
      AlertsModule,
    ],
  }).compile();
  await module.init();
  const runner = module.get(ProjectionRunner);
  const [commands, queries] = [module.get(CommandBus), module.get(QueryBus)];
  await runner.run(module.get(CatalogueProgressProjection));
  await runner.run(module.get(ReportProgressProjection));
  await runner.run(module.get(AlertProjection));

  const projected = async (follower: Follower) => {
    if (!(await runner.caughtUp(follower, 20_000))) throw new Error(`${follower.name} is behind`);
  };
  let reports = 0;

  return {
    module,
    database,
    log,
    clock,
    commands,
    queries,
    apply: async (bundle: unknown) => {
      const outcome = await commands.execute(new Apply(bundle, administrator));
      if (!('applied' in outcome)) throw new Error(JSON.stringify(outcome.problems));
      await projected(CATALOGUE_PROGRESS);
    },
    /** Reports a ratio of hundred; answers the report's id. */
    report: async (indicator: string, unit: string, period: string, numerator: string) => {
      const reportId = `r${(reports += 1)}`;
      const fact = aFact({ reportId, indicator, unit, period, numerator, denominator: '100' });
      await log.append(TOPICS.reports, [{ ...fact, correlationId: `c-${reportId}` }]);
      await projected(REPORT_PROGRESS);
      return reportId;
    },
    withdraw: async (reportId: string, indicator: string) => {
      await log.append(TOPICS.reports, [aWithdrawal(reportId, indicator)]);
      await projected(REPORT_PROGRESS);
    },
    evaluate: (...rules: string[]) =>
      commands.execute(new EvaluateRules(rules.length > 0 ? rules : undefined)),
    alerts: async (state?: AlertState): Promise<readonly Alert[]> => {
      const page = await queries.execute(
        new GetAlerts({ limit: 1000, ...(state && { state }) }, administrator),
      );
      return page?.items ?? [];
    },
    stop: async () => {
      await runner.stopAll();
      await module.close();
      await queue.close();
      await log.close();
      await drop();
    },
  };
}
