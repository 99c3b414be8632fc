import { CurrentCatalogue } from '#catalogue';
import type { Principal } from '#contracts';
import { Clock, Correlation, Database, JobQueue, Unavailable } from '#platform';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';

/** Asks for an evaluation now, of one rule or of all; undefined when there is no such rule. */
export class RequestEvaluation extends Command<{ readonly id: string } | undefined> {
  constructor(
    readonly rule: string | undefined,
    readonly by: Principal,
  ) {
    super();
  }
}

const INSERT = `
  INSERT INTO evaluation (id, rule, asked_by, asked_at, correlation_id, state)
  VALUES ($1, $2, $3, $4, $5, 'queued')`;

@CommandHandler(RequestEvaluation)
export class RequestEvaluationHandler implements ICommandHandler<RequestEvaluation> {
  private readonly logger = new Logger(RequestEvaluation.name);

  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** The row is what counts: a job that is lost is made up for by the next look at the due-list. */
  async execute({ rule, by }: RequestEvaluation): Promise<{ readonly id: string } | undefined> {
    if (rule !== undefined && !(await this.catalogues.load()).rule(rule)) return undefined;
    const id = randomUUID();
    const values = [id, rule ?? null, by.name, this.clock.now(), Correlation.kept()];
    await this.database.query(INSERT, values);
    await this.wake(id);
    return { id };
  }

  private async wake(id: string): Promise<void> {
    try {
      await this.queue.add('evaluator.run', { evaluationId: id }, { id });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.logger.warn(`The evaluation ${id} runs when the job queue is back`, error);
    }
  }
}
