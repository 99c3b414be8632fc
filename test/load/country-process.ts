import { Apply, CatalogueModule, catalogueMigrations } from '#catalogue';
import { TOPICS } from '#contracts';
import {
  type Configuration,
  Database,
  type EventLog,
  ManualClock,
  Metrics,
  migrate,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  PostgresEventLog,
  type JobQueue,
  ProjectionRunner,
} from '#platform';
import {
  CatalogueProgressProjection,
  ProgressModule,
  progressMigrations,
  REPORT_PROGRESS,
  ReportProgressProjection,
} from '#progress';
import { ReportsModule, reportsMigrations } from '#reports';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { NOW } from './a-country.js';
import { GivenFacts } from './given-facts.js';

export const MIGRATIONS = [
  ...platformMigrations,
  ...catalogueMigrations,
  ...reportsMigrations,
  ...progressMigrations,
];

const LONGEST_MS = 3_600_000;
const administrator = { keyId: 'k1', name: 'bench', roles: ['administrator' as const], units: [] };

class CountryModule {}

/** The process that keeps progress, on a database of its own; facts come from memory. */
export class CountryProcess {
  private readonly given = new GivenFacts();
  private readonly runner: ProjectionRunner;

  private constructor(
    readonly database: Database,
    private readonly log: PostgresEventLog,
    private readonly app: INestApplicationContext,
    private readonly clock: ManualClock,
  ) {
    this.runner = new ProjectionRunner(database, this.given, clock, new Metrics());
  }

  static async start(url: string): Promise<CountryProcess> {
    await migrate(url, MIGRATIONS);
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    pool.on('error', () => undefined);
    const database = new Database(pool);
    const eventLog = new PostgresEventLog(pool, url);
    const clock = new ManualClock(new Date(NOW));
    const configuration = { webhookAllow: [] } as unknown as Configuration;
    const jobQueue = {} as JobQueue;
    const inboundMessages = new NoInboundMessages();
    const engines = {
      configuration,
      database,
      eventLog,
      inboundMessages,
      publishedTopics: new NoPublishedTopics(),
      jobQueue,
      clock,
      metrics: new Metrics(),
    };
    const imports = [
      PlatformModule.register(engines),
      CatalogueModule,
      ReportsModule,
      ProgressModule,
    ];
    const app = await NestFactory.createApplicationContext(
      { module: CountryModule, imports },
      { logger: ['error'] },
    );
    return new CountryProcess(database, eventLog, app, clock);
  }

  /** Takes a bundle, and lets the read models follow it. */
  async take(bundle: unknown): Promise<void> {
    const outcome = await this.app.get(CommandBus).execute(new Apply(bundle, administrator));
    if (!('applied' in outcome)) throw new Error(JSON.stringify(outcome.problems).slice(0, 1000));
    const changes = await this.log.read(TOPICS.catalogue, 0, 0, 1000);
    const following = this.app.get(CatalogueProgressProjection);
    await this.database.transaction((tx) => following.apply(tx, changes));
  }

  /** Runs the projection of reports on a log, as the projector does, until the process ends. */
  async projectFrom(log: EventLog): Promise<void> {
    const runner = new ProjectionRunner(this.database, log, this.clock, new Metrics());
    await runner.run(this.app.get(ReportProgressProjection));
  }

  /** Runs the projection of reports, as a server does, to the end of these facts; answers the seconds. */
  async project(facts: GivenFacts['facts']): Promise<number> {
    this.given.facts = facts;
    const began = performance.now();
    await this.runner.run(this.app.get(ReportProgressProjection));
    await this.runner.waitFor(REPORT_PROGRESS, facts.at(-1)?.position ?? -1, LONGEST_MS);
    const seconds = (performance.now() - began) / 1000;
    await this.runner.stop(REPORT_PROGRESS.name);
    return seconds;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.log.close();
    await this.database.pool.end();
  }
}
