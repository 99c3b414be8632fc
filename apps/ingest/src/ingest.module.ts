import { ProjectionRunner } from '#platform';
import { RefusalProjection, ReportsModule } from '#reports';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ReportsController } from './reports.controller.js';

/** The door for what wards send; keeps what it refused, so that they can ask. */
@Module({ imports: [ReportsModule], controllers: [ReportsController] })
export class IngestModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly refusals: RefusalProjection,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.runner.run(this.refusals);
  }

  onModuleDestroy(): Promise<void> {
    return this.runner.stop(this.refusals.name);
  }
}
