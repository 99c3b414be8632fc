import { ProjectionRunner } from '#platform';
import { CatalogueProgressProjection, ProgressModule, ReportProgressProjection } from '#progress';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** Turns reports and changes of reference data into the ledger and the read models. */
@Module({ imports: [ProgressModule] })
export class ProjectorModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly catalogue: CatalogueProgressProjection,
    private readonly reports: ReportProgressProjection,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.run(this.catalogue);
    await this.runner.run(this.reports);
  }

  async onModuleDestroy(): Promise<void> {
    await this.runner.stop(this.reports.name);
    await this.runner.stop(this.catalogue.name);
  }
}
