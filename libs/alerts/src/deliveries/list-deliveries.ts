import type { Delivery } from '#contracts';
import { Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

const MOST = 1000;

export interface DeliveryQuestion {
  readonly state?: Delivery['state'];
  readonly channel?: string;
  readonly cursor?: string;
  /** 100 unless it says otherwise; at most 1,000. */
  readonly limit?: number;
}

export interface DeliveryPage {
  readonly items: readonly Delivery[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** What had to reach channels, the latest first; undefined for a cursor that is none. */
export class ListDeliveries extends Query<DeliveryPage | undefined> {
  constructor(readonly question: DeliveryQuestion) {
    super();
  }
}

interface Row extends Omit<Delivery, 'nextAttemptAt' | 'deliveredAt'> {
  readonly nextAttemptAt: Date;
  readonly deliveredAt: Date | null;
}

const SELECT = `
  SELECT no::text AS id, fact_id AS "webhookId", alert_id AS "alertId", channel, state, attempts,
         next_attempt_at AS "nextAttemptAt", delivered_at AS "deliveredAt", last_error AS "lastError"
  FROM delivery
  WHERE ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR channel = $3)
    AND ($4::bigint IS NULL OR no < $4)
  ORDER BY no DESC LIMIT $1`;

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly database: Database) {}

  async execute({ question }: ListDeliveries): Promise<DeliveryPage | undefined> {
    const { state, channel, cursor } = question;
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) return undefined;
    const limit = Math.min(question.limit ?? 100, MOST);
    const values = [limit + 1, state ?? null, channel ?? null, cursor ?? null];
    const { rows } = await this.database.query<Row>(SELECT, values);
    const items = rows.slice(0, limit).map(({ nextAttemptAt, deliveredAt, ...row }) => ({
      ...row,
      nextAttemptAt: row.state === 'pending' ? nextAttemptAt.toISOString() : null,
      deliveredAt: deliveredAt?.toISOString() ?? null,
    }));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
