import { Database } from '#platform';
import { Injectable } from '@nestjs/common';

/** Evaluations that were asked for and are not finished, whatever became of their jobs. */
@Injectable()
export class UnfinishedEvaluations {
  constructor(private readonly database: Database) {}

  /** What ran when a process ended waits again; running twice has the effect of once. */
  async requeue(): Promise<void> {
    await this.database.query(`UPDATE evaluation SET state = 'queued' WHERE state = 'running'`);
  }

  async waiting(): Promise<readonly string[]> {
    const { rows } = await this.database.query<{ id: string }>(
      `SELECT id FROM evaluation WHERE state = 'queued' ORDER BY asked_at LIMIT 100`,
    );
    return rows.map(({ id }) => id);
  }
}
