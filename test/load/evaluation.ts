import { AlertProjection, AlertsModule, alertsMigrations, EvaluateRules } from '#alerts';
import { CatalogueModule, CurrentCatalogue } from '#catalogue';
import {
  type Configuration,
  Database,
  type JobQueue,
  ManualClock,
  Metrics,
  migrate,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  PostgresEventLog,
  ProjectionRunner,
} from '#platform';
import { GetProgress, type ProgressQuestion, Revisits } from '#progress';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import pg from 'pg';
import { aCountry, COUNTRY, INDICATORS, NOW, type Size } from './a-country.js';
import { countryFacts, factsPerMonth } from './country-facts.js';
import { CountryProcess, MIGRATIONS } from './country-process.js';
import { withPostgres } from './postgres.js';
import { median, percentile, type Row } from './table.js';

const REPEATS = 9;
const PAGES = 40;
const administrator = { keyId: 'k1', name: 'bench', roles: ['administrator' as const], units: [] };

class EvaluatingModule {}

/** 123 rules, three for each indicator, over a target for every indicator of every unit; and pages of where they stand. */
export async function evaluation(size: Size = COUNTRY): Promise<Row[]> {
  return withPostgres(async (url) => {
    await migrate(url, [...MIGRATIONS, ...alertsMigrations]);
    const country = await CountryProcess.start(url);
    await country.take({ ...aCountry(size), rules: RULES });
    await country.project(countryFacts('2024-01', factsPerMonth(size), size));
    await country.stop();
    return evaluationAndPages(url);
  });
}

export const RULES = INDICATORS.flatMap(({ code }) => [
  rule(`${code}-red`, code, { status: ['off-track', 'missed'] }),
  rule(`${code}-slow`, code, { pace: { below: '0.4' } }),
  rule(`${code}-late`, code, { overdue: { workingDays: 5 } }),
]);

function rule(code: string, indicator: string, when: object) {
  return { code, name: { vi: code }, severity: 'warning', scope: { indicator }, when };
}

/** The rules over a database that has them, and pages of it. */
export async function evaluationAndPages(url: string): Promise<Row[]> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  pool.on('error', () => undefined);
  const database = new Database(pool);
  const eventLog = new PostgresEventLog(pool, url);
  const engines = {
    configuration: { webhookAllow: [] } as unknown as Configuration,
    database,
    eventLog,
    inboundMessages: new NoInboundMessages(),
    publishedTopics: new NoPublishedTopics(),
    jobQueue: {} as JobQueue,
    clock: new ManualClock(new Date(NOW)),
    metrics: new Metrics(),
  };
  const imports = [PlatformModule.register(engines), CatalogueModule, AlertsModule];
  const app = await NestFactory.createApplicationContext(
    { module: EvaluatingModule, imports },
    { logger: ['error'] },
  );
  await app.get(CurrentCatalogue).load();
  const runner = app.get(ProjectionRunner);
  await runner.run(app.get(AlertProjection));
  const commands = app.get(CommandBus);
  await app.get(Revisits).revisit(engines.clock.now());
  const first = await timed(() => commands.execute(new EvaluateRules()));
  const later: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    later.push((await timed(() => commands.execute(new EvaluateRules()))).ms);
  }
  const pages = await pagesOf(app.get(QueryBus));
  await runner.stopAll();
  await app.close();
  await eventLog.close();
  await pool.end();
  return [rowOf(first, later), ...pages];
}

function rowOf(
  first: { ms: number; answer: { evaluated: number; raised: number } },
  later: readonly number[],
): Row {
  const { evaluated, raised } = first.answer;
  return {
    what: `evaluation of ${RULES.length} rules, ${evaluated.toLocaleString('en')} judgements`,
    figure: `${median(later).toFixed(0)} ms`,
    baseline: `the first, raising ${raised.toLocaleString('en')} alerts: ${first.ms.toFixed(0)} ms`,
    measured: median(later),
    target: { atMost: 500 },
    unit: 'ms',
  };
}

const QUESTIONS: Readonly<Record<string, ProgressQuestion>> = {
  everything: {},
  'one indicator': { indicator: 'flow-3' },
  'one unit': { unit: 'ward-7' },
  'the wards of a province': { unit: 'province-5', level: 'ward' },
  'a status': { status: 'off-track' },
  'a rare status': { status: 'missed' },
  'a status of an indicator': { status: 'at-risk', indicator: 'share-1' },
  'a resolution': { resolution: 'country-i' },
  'a term and a sector': { term: '2024-2025', sector: 'economy' },
};

/** A page of 100, every filter, from the first to the third page. */
async function pagesOf(queries: QueryBus): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, question] of Object.entries(QUESTIONS)) {
    const times: number[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < PAGES; page += 1) {
      const asked: ProgressQuestion = { ...question, ...(cursor !== null && { cursor }) };
      const { ms, answer } = await timed(() =>
        queries.execute(new GetProgress(asked, administrator)),
      );
      times.push(ms);
      cursor = 'next' in answer && page % 3 !== 2 ? answer.next : null;
    }
    rows.push({
      what: `a page of 100: ${what}`,
      figure: `p50 ${median(times).toFixed(1)} ms`,
      baseline: `slowest of ${PAGES}: ${Math.max(...times).toFixed(0)} ms`,
      measured: percentile(times, 99),
      target: { atMost: 50 },
      unit: 'ms',
    });
  }
  return rows;
}

async function timed<Answer>(work: () => Promise<Answer>) {
  const began = performance.now();
  const answer = await work();
  return { ms: performance.now() - began, answer };
}
