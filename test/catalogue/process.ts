import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import type { Principal } from '#contracts';
import { CatalogueModule, CurrentCatalogue } from '#catalogue';
import {
  type Appended,
  type Configuration,
  EventLog,
  type Fact,
  type JobQueue,
  ManualClock,
  Metrics,
  type Offsets,
  NoInboundMessages,
  NoPublishedTopics,
  PlatformModule,
  PostgresEventLog,
  type Recorded,
} from '#platform';
import type { TestDatabase } from '../support/test-database.js';

export const administrator: Principal = {
  keyId: 'k1',
  name: 'lan.nguyen',
  roles: ['administrator'],
  units: [],
};

/** The part of a process that keeps reference data, on a database that other processes share. */
export async function startProcess({ database, url }: TestDatabase, options: Options = {}) {
  const postgresLog = new PostgresEventLog(database.pool, url);
  const eventLog = options.through?.(postgresLog) ?? postgresLog;
  const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
  const engines = {
    configuration: { webhookAllow: ['127.0.0.1'] } as unknown as Configuration,
    database,
    eventLog,
    inboundMessages: new NoInboundMessages(),
    publishedTopics: new NoPublishedTopics(),
    jobQueue: {} as JobQueue,
    clock,
    metrics: new Metrics(),
  };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.register(engines), CatalogueModule],
  }).compile();
  await module.init();
  return {
    commands: module.get(CommandBus),
    queries: module.get(QueryBus),
    catalogue: module.get(CurrentCatalogue),
    log: postgresLog,
    clock,
    stop: async () => {
      await module.close();
      await postgresLog.close();
    },
  };
}

interface Options {
  /** Puts something between the process and its log. */
  readonly through?: (log: EventLog) => EventLog;
}

/** A process that is killed at its first append: before the log has the facts, or right after. */
export class KilledAtAppend extends EventLog {
  constructor(
    private readonly log: EventLog,
    private readonly when: 'before' | 'after',
  ) {
    super();
  }

  async append(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    if (this.when === 'after') await this.log.append(topic, facts);
    throw new Error('killed');
  }

  read(topic: string, partition: number, offset: number, limit: number) {
    return this.log.read(topic, partition, offset, limit);
  }

  find(topic: string, id: string): Promise<Recorded | undefined> {
    return this.log.find(topic, id);
  }

  between(topic: string, from: number, to: number) {
    return this.log.between(topic, from, to);
  }

  partitions(topic: string) {
    return this.log.partitions(topic);
  }

  ends(topic: string) {
    return this.log.ends(topic);
  }

  positionAt(topic: string, offsets: Offsets) {
    return this.log.positionAt(topic, offsets);
  }

  consume(): never {
    throw new Error('nothing is consumed here');
  }

  async close(): Promise<void> {
    await this.log.close();
  }
}
