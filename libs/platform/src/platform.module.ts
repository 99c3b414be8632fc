import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Clock } from './clock.js';
import { Configuration } from './configuration/configuration.js';
import { Database } from './database/database.js';
import { EventLog } from './event-log/event-log.js';
import { JobQueue } from './jobs/job-queue.js';
import { AddressRules } from './net/address-rules.js';
import { DropParkedHandler } from './projection/drop-parked.js';
import { ListParkedHandler } from './projection/list-parked.js';
import { ProjectionRunner } from './projection/projection-runner.js';
import { RetryParkedHandler } from './projection/retry-parked.js';
import { Metrics } from './telemetry/metrics.js';

/** The engines that an application runs on; which adapters they are is decided by who composes it. */
export interface Engines {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly eventLog: EventLog;
  /** Absent where no application of the process has jobs. */
  readonly jobQueue?: JobQueue;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Offers the engines to every module by their class. */
@Global()
@Module({})
export class PlatformModule {
  static register(engines: Engines): DynamicModule {
    const { configuration, database, eventLog, jobQueue, clock, metrics } = engines;
    const runner = new ProjectionRunner(database, eventLog, clock, metrics);
    const values = [
      { provide: Configuration, useValue: configuration },
      { provide: Database, useValue: database },
      { provide: EventLog, useValue: eventLog },
      ...(jobQueue ? [{ provide: JobQueue, useValue: jobQueue }] : []),
      { provide: Clock, useValue: clock },
      { provide: Metrics, useValue: metrics },
      { provide: ProjectionRunner, useValue: runner },
      { provide: AddressRules, useValue: new AddressRules(configuration.webhookAllow) },
    ];
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      providers: [...values, RetryParkedHandler, DropParkedHandler, ListParkedHandler],
      exports: [...values.map(({ provide }) => provide), CqrsModule],
    };
  }
}
