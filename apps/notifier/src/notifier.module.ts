import { AlertsModule, DeliveryProjection, DrainChannel, SweepDeliveries } from '#alerts';
import { JobQueue, ProjectionRunner } from '#platform';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';

const SWEEP_MS = 1000;
/** Channels that are served at the same time: a dead one holds up none of the others. */
const CHANNELS = 10;

/** Brings what happens to alerts to the channels that their rules notify. */
@Module({ imports: [AlertsModule] })
export class NotifierModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly queue: JobQueue,
    private readonly runner: ProjectionRunner,
    private readonly deliveries: DeliveryProjection,
    private readonly commands: CommandBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.run(this.deliveries);
    const drain = ({ channel }: { channel: string }) =>
      this.commands.execute(new DrainChannel(channel));
    this.queue.work('notifier.drain', drain, { concurrency: CHANNELS });
    this.queue.work('notifier.sweep', () => this.commands.execute(new SweepDeliveries()));
    await this.queue.every('notifier.sweep', {}, SWEEP_MS);
  }

  async onModuleDestroy(): Promise<void> {
    await this.runner.stop(this.deliveries.name);
  }
}
