import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Clock } from './clock.js';
import { Configuration } from './configuration/configuration.js';
import { Database } from './database/database.js';
import { EventLog } from './event-log/event-log.js';
import { TracedEventLog } from './event-log/event-log.traced.js';
import { TimedRequests } from './http/timed-requests.js';
import { measureInboundLag } from './inbound/inbound-lag.js';
import { InboundMessages } from './inbound/inbound-messages.js';
import { JobQueue } from './jobs/job-queue.js';
import { AddressRules } from './net/address-rules.js';
import { DropParkedHandler } from './projection/drop-parked.js';
import { ListParkedHandler } from './projection/list-parked.js';
import { countParked } from './projection/parked-count.js';
import { ProjectionRunner } from './projection/projection-runner.js';
import { RetryParkedHandler } from './projection/retry-parked.js';
import { measurePublication } from './published/publication-lag.js';
import { PublishedTopics } from './published/published-topics.js';
import { Metrics } from './telemetry/metrics.js';
import { ProcessTraces } from './telemetry/process-traces.js';

/** The engines that an application runs on; which adapters they are is decided by who composes it. */
export interface Engines {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly inboundMessages: InboundMessages;
  readonly publishedTopics: PublishedTopics;
  readonly jobQueue: JobQueue;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Offers the engines to every module by their class. */
@Global()
@Module({})
export class PlatformModule {
  static register(engines: Engines): DynamicModule {
    const { configuration, database, inboundMessages, publishedTopics, jobQueue } = engines;
    const { clock, metrics } = engines;
    const eventLog = configuration.traces ? new TracedEventLog(engines.eventLog) : engines.eventLog;
    const runner = new ProjectionRunner(database, eventLog, clock, metrics);
    countParked(metrics, database);
    measureInboundLag(metrics, inboundMessages);
    measurePublication(metrics, publishedTopics);
    const values = [
      { provide: Configuration, useValue: configuration },
      { provide: Database, useValue: database },
      { provide: EventLog, useValue: eventLog },
      { provide: InboundMessages, useValue: inboundMessages },
      { provide: PublishedTopics, useValue: publishedTopics },
      { provide: JobQueue, useValue: jobQueue },
      { provide: Clock, useValue: clock },
      { provide: Metrics, useValue: metrics },
      { provide: ProjectionRunner, useValue: runner },
      { provide: AddressRules, useValue: new AddressRules(configuration.webhookAllow) },
    ];
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        ...values,
        ProcessTraces,
        TimedRequests,
        RetryParkedHandler,
        DropParkedHandler,
        ListParkedHandler,
      ],
      exports: [...values.map(({ provide }) => provide), CqrsModule],
    };
  }
}
