import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { Apply, CatalogueModule, catalogueMigrations, CurrentCatalogue } from '#catalogue';
import { type AcceptedReport, FACTS, type Principal, TOPICS } from '#contracts';
import {
  type Configuration,
  type Fact,
  type JobQueue,
  ManualClock,
  Metrics,
  type Migration,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  platformMigrations,
  PostgresEventLog,
  ProjectionRunner,
  type Recorded,
} from '#platform';
import {
  CatalogueProgressProjection,
  exact,
  ProgressModule,
  progressMigrations,
  ReportProgressProjection,
  Revisits,
  written,
} from '#progress';
import { ReportsModule, reportsMigrations } from '#reports';
import type { Reckoned, ReckonedStanding } from '../support/oracle.js';
import { testDatabase } from '../support/test-database.js';

export const administrator: Principal = {
  keyId: 'k1',
  name: 'lan.nguyen',
  roles: ['administrator'],
  units: [],
};

const OF_PROGRESS = [
  ...platformMigrations,
  ...catalogueMigrations,
  ...reportsMigrations,
  ...progressMigrations,
];

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The process that keeps progress, on a database of its own; projections run when asked to. */
export async function startWorld(now: string, migrations: readonly Migration[] = OF_PROGRESS) {
  const { database, url, drop } = await testDatabase(migrations);
  const log = new PostgresEventLog(database.pool, url);
  const clock = new ManualClock(new Date(now));
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.register({
        configuration: { webhookAllow: ['127.0.0.1'] } as unknown as Configuration,
        database,
        eventLog: log,
        inboundMessages: new NoInboundMessages(),
        publishedTopics: new NoPublishedTopics(),
        jobQueue: {} as JobQueue,
        clock,
        metrics: new Metrics(),
      }),
      CatalogueModule,
      ReportsModule,
      ProgressModule,
    ],
  }).compile();
  await module.init();
  const reports = module.get(ReportProgressProjection);
  const catalogues = module.get(CurrentCatalogue);
  const following = module.get(CatalogueProgressProjection);

  /** Takes a bundle, and lets the read models follow it. */
  const apply = async (bundle: unknown, follow = true) => {
    const outcome = await module.get(CommandBus).execute(new Apply(bundle, administrator));
    if (!('applied' in outcome)) throw new Error(JSON.stringify(outcome.problems));
    if (follow) await followAll();
  };
  let followed = 0;
  const followAll = async () => {
    const facts = await log.read(TOPICS.catalogue, 0, followed, 1000);
    if (facts.length > 0) await database.transaction((tx) => following.apply(tx, facts));
    followed = (facts.at(-1)?.offset ?? followed - 1) + 1;
  };
  /** Empties the ledger and all read models; they follow the reference data again from the first version. */
  const begin = async () => {
    await database.query(`TRUNCATE report, figure, band, standing, standing_subject`);
    followed = 0;
    await followAll();
  };
  return {
    database,
    log,
    clock,
    apply,
    followAll,
    catalogue: () => catalogues.get(),
    queries: module.get(QueryBus),
    runner: module.get(ProjectionRunner),
    revisits: module.get(Revisits),
    begin,
    url,
    reports,
    following,
    project: (facts: readonly Recorded[]) => database.transaction((tx) => reports.apply(tx, facts)),
    stop: async () => {
      await module.close();
      await log.close();
      await drop();
    },
  };
}

/** An accepted report as the log would keep it. */
export function aFact(
  report: Pick<AcceptedReport, 'reportId' | 'indicator' | 'unit' | 'period'> &
    Partial<AcceptedReport>,
  catalogueVersion = 1,
): Fact<AcceptedReport> {
  const data: AcceptedReport = {
    standing: 'official',
    sender: 'ward',
    senderKey: 'k2',
    catalogueVersion,
    fingerprint: JSON.stringify([
      report.value,
      report.numerator,
      report.denominator,
      report.period,
    ]),
    ...report,
  };
  return {
    id: report.reportId,
    type: FACTS.reportAccepted,
    key: report.indicator,
    time: '2024-06-01T00:00:00.000Z',
    correlationId: 'c',
    fingerprint: data.fingerprint,
    data,
  };
}

export function aWithdrawal(reportId: string, indicator: string): Fact {
  return {
    id: `withdrawal:${reportId}`,
    type: FACTS.reportWithdrawn,
    key: indicator,
    time: '2024-06-01T00:00:00.000Z',
    correlationId: 'c',
    data: { reportId, indicator, reason: 'mistake', sender: 'ward', senderKey: 'k2' },
  };
}

/** The figures of the database, under the keys of the oracle. */
export async function storedFigures({ database, catalogue }: World) {
  const { rows } = await database.query<any>(
    `SELECT period, indicator_no, unit_no, reported, due, estimates, amount, denominator
     FROM figure WHERE reported > 0`,
  );
  const { indicatorByNo, units } = known(catalogue());
  return new Map<string, Reckoned>(
    rows.map((row) => [
      `${indicatorByNo(row.indicator_no)}/${units(row.unit_no)}/${periodText(row.period)}`,
      {
        amount: canonical(row.amount) as string,
        denominator: canonical(row.denominator),
        reported: row.reported,
        due: row.due,
        estimates: row.estimates,
      },
    ]),
  );
}

/** Where the targets stand in the database, by target. */
export async function storedStandings({ database }: World) {
  const { rows } = await database.query<any>(
    `SELECT x.target_id, s.period, s.actual, s.expected, s.verdict, s.tainted, s.reported, s.due,
            s.estimates
     FROM standing s JOIN standing_subject x USING (no) WHERE s.target_no IS NOT NULL`,
  );
  return new Map<string, ReckonedStanding>(
    rows.map(({ target_id, ...row }) => [
      target_id,
      {
        ...row,
        actual: canonical(row.actual),
        expected: canonical(row.expected),
      },
    ]),
  );
}

const canonical = (value: string | null) => (value === null ? null : written(exact(value)));

function known(catalogue: ReturnType<CurrentCatalogue['get']>) {
  return {
    indicatorByNo: (no: number) => catalogue.indicatorByNo(no)?.code,
    units: (no: number) => catalogue.units.byNo(no)?.id,
  };
}

function periodText(no: number): string {
  const [year, slot] = [Math.floor(no / 100), no % 100];
  if (slot > 40) return `${year}`;
  if (slot > 30) return `${year}-H${slot - 30}`;
  return slot > 20 ? `${year}-Q${slot - 20}` : `${year}-${String(slot).padStart(2, '0')}`;
}
