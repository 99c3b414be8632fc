import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { allMigrations } from '#application';
import { Apply } from '#catalogue';
import { type ProgressItem, PUBLISHED_TOPICS, TOPIC_SETTINGS, TOPICS } from '#contracts';
import {
  type Configuration,
  type Fact,
  type JobQueue,
  KafkaPublishedTopics,
  makeTopics,
  ManualClock,
  Metrics,
  NoInboundMessages,
  PlatformModule,
  PostgresEventLog,
  ProjectionRunner,
} from '#platform';
import {
  CATALOGUE_PROGRESS,
  GetProgress,
  type ProgressPage,
  rebuildProgress,
  REPORT_PROGRESS,
  ReportProgressProjection,
} from '#progress';
import { ProjectorModule } from '../../apps/projector/src/projector.module.js';
import { startLocalKafka } from '../../deploy/local-kafka/local-kafka.js';
import { administrator } from '../progress/world.js';
import { eventually } from '../support/eventually.js';
import { followTopic } from '../support/follow-topic.js';
import { mortalDatabase } from '../support/mortal-database.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

export type PublishedWorld = Awaited<ReturnType<typeof startPublishedWorld>>;
export type ProjectorProcess = Awaited<ReturnType<typeof startProjector>>;

/** Projectors on one database and one broker, and another system that reads what they publish. */
export async function startPublishedWorld(now: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-progress-topic-'));
  const broker = await startLocalKafka(folder);
  await makeTopics({ brokers: [broker.brokers] }, TOPIC_SETTINGS);
  const under = await testDatabase(allMigrations);
  const clock = new ManualClock(new Date(now));
  const reader = await followTopic(broker.brokers, PUBLISHED_TOPICS.progress);
  const running = new Set<ProjectorProcess>();

  const start = async () => {
    const process = await startProjector(under, broker.brokers, clock);
    running.add(process);
    return process;
  };
  const stop = async (process: ProjectorProcess) => {
    running.delete(process);
    await process.stop();
  };
  const one = () => [...running][0] as ProjectorProcess;

  return {
    database: under.database,
    clock,
    reader,
    start,
    stop,
    running: () => [...running],
    /** Takes a bundle, and waits until the read models follow it. */
    apply: async (bundle: unknown) => {
      const { commands, runner } = one();
      const outcome = await commands.execute(new Apply(bundle, administrator));
      if (!('applied' in outcome)) throw new Error(JSON.stringify(outcome.problems));
      if (!(await runner.caughtUp(CATALOGUE_PROGRESS, 30_000))) throw new Error('not followed');
    },
    /** Appends facts of reports, and waits until they are projected. */
    tell: async (...facts: Fact[]) => {
      const { log, runner } = one();
      await log.append(TOPICS.reports, facts);
      if (!(await runner.caughtUp(REPORT_PROGRESS, 30_000))) throw new Error('not projected');
    },
    rebuild: () =>
      rebuildProgress(
        { url: under.url, log: one().log, clock },
        { dryRun: false, allowChanges: true },
      ),
    /** Resolves when the topic says of every target what `GET /v1/progress` says, and of nothing else. */
    isSaid: async (withinMs = 10_000) => {
      let difference: unknown;
      const look = async () => {
        difference = differenceOf(await one().items(), reader.last());
        return difference === undefined;
      };
      await eventually('the topic says where everything stands', look, withinMs).catch((error) => {
        throw new Error(`${(error as Error).message}: ${JSON.stringify(difference)}`);
      });
    },
    end: async () => {
      for (const process of running) await process.stop();
      await reader.stop();
      await broker.stop();
      await under.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The day on which it was said is its own affair. */
function differenceOf(items: readonly ProgressItem[], said: ReadonlyMap<string, ProgressItem>) {
  const wanted = new Map(items.map((item) => [item.targetId as string, item]));
  const bare = (item: ProgressItem | undefined) => JSON.stringify({ ...item, asOf: '' });
  const wrong = [...new Set([...wanted.keys(), ...said.keys()])].find(
    (id) => bare(wanted.get(id)) !== bare(said.get(id)),
  );
  return wrong && { wrong, wanted: wanted.get(wrong), said: said.get(wrong) };
}

async function startProjector({ url }: TestDatabase, brokers: string, clock: ManualClock) {
  const { database, stop } = mortalDatabase(url);
  const ofTopics = mortalDatabase(url);
  const log = new PostgresEventLog(database.pool, url);
  const metrics = new Metrics();
  const settings = { brokers: [brokers] };
  const topics = new KafkaPublishedTopics(ofTopics.database, clock, metrics, settings);
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.register({
        configuration: { webhookAllow: [] } as unknown as Configuration,
        database,
        eventLog: log,
        inboundMessages: new NoInboundMessages(),
        publishedTopics: topics,
        jobQueue: {} as JobQueue,
        clock,
        metrics,
      }),
      ProjectorModule,
    ],
  }).compile();
  await module.init();
  const queries = module.get(QueryBus);
  return {
    log,
    metrics,
    topics,
    /** From now on what it publishes is sent, and not kept. */
    die: ofTopics.die,
    commands: module.get(CommandBus),
    runner: module.get(ProjectionRunner),
    reports: module.get(ReportProgressProjection),
    database,
    /** Every target's item, as `GET /v1/progress` answers it. */
    items: async () => {
      const items: ProgressItem[] = [];
      for (let cursor: string | undefined; ;) {
        const question = { limit: 1000, ...(cursor !== undefined && { cursor }) };
        const asked = new GetProgress(question, administrator);
        const page = (await queries.execute(asked)) as ProgressPage;
        items.push(...page.items.filter(({ targetId }) => targetId !== null));
        if (page.next === null) return items;
        cursor = page.next;
      }
    },
    stop: async () => {
      await module.close();
      await topics.close();
      await log.close();
      await ofTopics.stop();
      await stop();
    },
  };
}
