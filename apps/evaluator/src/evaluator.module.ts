import {
  AlertProjection,
  AlertsModule,
  RunDueRules,
  RunEvaluation,
  UnfinishedEvaluations,
} from '#alerts';
import { Correlation, JobQueue, ProjectionRunner } from '#platform';
import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';

const TICK_MS = 1000;

/** Looks at what is due, evaluates rules, and keeps the episodes that follow. */
@Module({ imports: [AlertsModule] })
export class EvaluatorModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly queue: JobQueue,
    private readonly runner: ProjectionRunner,
    private readonly alerts: AlertProjection,
    private readonly unfinished: UnfinishedEvaluations,
    private readonly commands: CommandBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.run(this.alerts);
    await this.unfinished.requeue();
    this.queue.work('evaluator.tick', () => Correlation.run(randomUUID(), () => this.tick()));
    this.queue.work('evaluator.run', ({ evaluationId }) => this.run(evaluationId));
    await this.queue.every('evaluator.tick', {}, TICK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    await this.runner.stop(this.alerts.name);
  }

  private async tick(): Promise<void> {
    for (const id of await this.unfinished.waiting()) await this.run(id);
    await this.commands.execute(new RunDueRules());
  }

  private run(id: string): Promise<void> {
    return this.commands.execute(new RunEvaluation(id));
  }
}
