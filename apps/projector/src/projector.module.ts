import { type Consumer, ProjectionRunner, PublishedTopics } from '#platform';
import {
  CatalogueProgressProjection,
  ProgressModule,
  ProgressPublication,
  ReportProgressProjection,
} from '#progress';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** Turns reports and changes of reference data into the ledger and the read models, and tells others what they say. */
@Module({ imports: [ProgressModule] })
export class ProjectorModule implements OnApplicationBootstrap, OnModuleDestroy {
  private publishing: Consumer | undefined;

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly catalogue: CatalogueProgressProjection,
    private readonly reports: ReportProgressProjection,
    private readonly topics: PublishedTopics,
    private readonly progress: ProgressPublication,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.run(this.catalogue);
    await this.runner.run(this.reports);
    this.publishing = await this.topics.keep(this.progress);
  }

  async onModuleDestroy(): Promise<void> {
    await this.publishing?.stop();
    await this.runner.stop(this.reports.name);
    await this.runner.stop(this.catalogue.name);
  }
}
