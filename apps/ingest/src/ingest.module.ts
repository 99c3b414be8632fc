import { AccessModule } from '#access';
import { ProjectionRunner } from '#platform';
import { RefusalProjection, ReportsModule } from '#reports';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InboundReportsConsumer } from './inbound-reports.consumer.js';
import { ReportsController } from './reports.controller.js';

/** The doors for what wards send; keeps what it refused, so that they can ask. */
@Module({
  imports: [AccessModule, ReportsModule],
  controllers: [ReportsController],
  providers: [InboundReportsConsumer],
})
export class IngestModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly refusals: RefusalProjection,
    private readonly inbound: InboundReportsConsumer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.run(this.refusals);
    await this.inbound.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.inbound.stop();
    await this.runner.stop(this.refusals.name);
  }
}
