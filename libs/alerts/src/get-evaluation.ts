import type { EvaluationAnswer } from '#contracts';
import { Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** An evaluation that was asked for; undefined for an unknown id. */
export class GetEvaluation extends Query<EvaluationAnswer | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

interface Row extends Omit<EvaluationAnswer, 'error' | 'rule'> {
  readonly rule: string | null;
  readonly error: string | null;
}

@QueryHandler(GetEvaluation)
export class GetEvaluationHandler implements IQueryHandler<GetEvaluation> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetEvaluation): Promise<EvaluationAnswer | undefined> {
    const { rows } = await this.database.query<Row>(
      `SELECT id, state, rule, error, coalesce(evaluated, 0) AS evaluated,
              coalesce(raised, 0) AS raised, coalesce(resolved, 0) AS resolved
       FROM evaluation WHERE id = $1`,
      [id],
    );
    if (!rows[0]) return undefined;
    const { rule, error, ...row } = rows[0];
    return { ...row, ...(rule !== null && { rule }), ...(error !== null && { error }) };
  }
}
