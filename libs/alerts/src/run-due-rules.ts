import { CurrentCatalogue } from '#catalogue';
import { Clock, Database } from '#platform';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DueList } from './due-list.js';
import { EvaluateRules } from './evaluate-rules.js';

/** Evaluates the rules that are due, each once however long nobody looked; answers how many there were. */
export class RunDueRules extends Command<number> {}

const MY_TURN = `
  SELECT pg_try_advisory_xact_lock(hashtextextended('tiendo.due-rules', 0)) AS "isOurs"`;

@CommandHandler(RunDueRules)
export class RunDueRulesHandler implements ICommandHandler<RunDueRules> {
  constructor(
    private readonly database: Database,
    private readonly commands: CommandBus,
    private readonly catalogues: CurrentCatalogue,
    private readonly dueList: DueList,
    private readonly clock: Clock,
  ) {}

  /** Where another process is at it there is nothing to do here. */
  execute(): Promise<number> {
    return this.database.transaction(async (turn) => {
      const { rows } = await turn.query<{ isOurs: boolean }>(MY_TURN);
      return rows[0]?.isOurs ? this.runDue() : 0;
    });
  }

  private async runDue(): Promise<number> {
    const catalogue = this.catalogues.get();
    const due = await this.dueList.due(catalogue, this.clock.now());
    if (due.length === 0) return 0;
    await this.commands.execute(new EvaluateRules(due));
    await this.dueList.ran(catalogue, due, this.clock.now());
    return due.length;
  }
}
