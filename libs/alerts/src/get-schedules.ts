import { CurrentCatalogue } from '#catalogue';
import type { ScheduleItem } from '#contracts';
import { Clock, Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** When each rule was evaluated last, and is next, by code. */
export class GetSchedules extends Query<readonly ScheduleItem[]> {}

@QueryHandler(GetSchedules)
export class GetSchedulesHandler implements IQueryHandler<GetSchedules> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<readonly ScheduleItem[]> {
    const { rules } = await this.catalogues.load();
    const { rows } = await this.database.query<{ rule: string; next: Date; last: Date | null }>(
      `SELECT rule, next_run AS next, last_run AS last FROM due_item`,
    );
    const items = new Map(rows.map((row) => [row.rule, row]));
    const now = this.clock.now();
    return rules.map(({ code, schedule }) => {
      const item = items.get(code);
      const next = item?.next ?? now;
      return {
        rule: code,
        schedule,
        isDue: next <= now,
        lastRun: item?.last?.toISOString() ?? null,
        nextRun: next.toISOString(),
      };
    });
  }
}
