import { CATALOGUE_PROGRESS, REPORT_PROGRESS } from '#progress';
import { Clock, Correlation, Database, ProjectionRunner } from '#platform';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Evaluated, EvaluateRules } from './evaluate-rules.js';

const PATIENCE_MS = 10_000;

/** Runs an evaluation that was asked for; what runs or has run already is not run again. */
export class RunEvaluation extends Command<void> {
  constructor(readonly id: string) {
    super();
  }
}

const BEGIN = `
  UPDATE evaluation SET state = 'running' WHERE id = $1 AND state = 'queued'
  RETURNING rule, correlation_id AS cause`;

const DONE = `
  UPDATE evaluation SET state = 'done', finished_at = $2, evaluated = $3, raised = $4, resolved = $5
  WHERE id = $1`;

const FAILED = `UPDATE evaluation SET state = 'failed', finished_at = $2, error = $3 WHERE id = $1`;

@CommandHandler(RunEvaluation)
export class RunEvaluationHandler implements ICommandHandler<RunEvaluation> {
  constructor(
    private readonly database: Database,
    private readonly runner: ProjectionRunner,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ id }: RunEvaluation): Promise<void> {
    const { rows } = await this.database.query<{ rule: string | null; cause: string }>(BEGIN, [id]);
    const [asked] = rows;
    if (!asked) return;
    try {
      const { evaluated, raised, resolved } = await Correlation.resume(asked.cause, () =>
        this.evaluate(asked.rule),
      );
      await this.database.query(DONE, [id, this.clock.now(), evaluated, raised, resolved]);
    } catch (error) {
      await this.database.query(FAILED, [id, this.clock.now(), (error as Error).message]);
      throw error;
    }
  }

  /** What was accepted before somebody asked counts, if it can be projected in reasonable time. */
  private async evaluate(rule: string | null): Promise<Evaluated> {
    await this.runner.caughtUp(CATALOGUE_PROGRESS, PATIENCE_MS);
    await this.runner.caughtUp(REPORT_PROGRESS, PATIENCE_MS);
    return this.commands.execute(new EvaluateRules(rule === null ? undefined : [rule]));
  }
}
