import { CurrentCatalogue } from '#catalogue';
import { Correlation, Database, Metrics, SpanKind, traced } from '#platform';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { pauseAfter } from './back-off.js';
import { Webhooks } from './webhook.js';

/** Sends what is due on a channel, in order, until nothing is left or the channel fails. */
export class DrainChannel extends Command<void> {
  constructor(readonly channel: string) {
    super();
  }
}

interface Due {
  readonly no: string;
  readonly factId: string;
  readonly body: string;
  readonly attempts: number;
  /** What led to the alert. */
  readonly cause: string;
}

/** Taken for a minute: a process that ends meanwhile leaves it to be sent again, under the same id. */
const TAKE = `
  UPDATE delivery SET attempts = attempts + 1, next_attempt_at = now() + interval '1 minute'
  WHERE no = (
    SELECT d.no FROM delivery d
    WHERE d.channel = $1 AND d.state = 'pending' AND d.next_attempt_at <= now()
      AND NOT EXISTS (SELECT FROM delivery e WHERE e.alert_id = d.alert_id AND e.channel = d.channel
                      AND e.state = 'pending' AND e.no < d.no)
    ORDER BY d.no LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING no, fact_id AS "factId", body, attempts, correlation_id AS cause`;

const DELIVERED = `
  UPDATE delivery SET state = 'delivered', delivered_at = now(), last_error = NULL WHERE no = $1`;

const FAILED = `
  UPDATE delivery SET last_error = $2, state = CASE WHEN $3::float8 IS NULL THEN 'abandoned' ELSE state END,
    next_attempt_at = now() + make_interval(secs => coalesce($3, 0))
  WHERE no = $1`;

/** What else is due there would fail the same way now. */
const HOLD_BACK = `
  UPDATE delivery SET next_attempt_at = now() + interval '5 seconds'
  WHERE channel = $1 AND state = 'pending' AND next_attempt_at <= now()`;

@CommandHandler(DrainChannel)
export class DrainChannelHandler implements ICommandHandler<DrainChannel> {
  private readonly logger = new Logger(DrainChannel.name);
  /** Channels whose last attempt failed: told when it begins and when it is over, not at every attempt. */
  private readonly failing = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly webhooks: Webhooks,
    private readonly metrics: Metrics,
  ) {}

  async execute({ channel }: DrainChannel): Promise<void> {
    for (;;) {
      const { rows } = await this.database.query<Due>(TAKE, [channel]);
      const [due] = rows;
      if (!due) return;
      const isSent = await Correlation.resume(due.cause, () => this.attempt(channel, due));
      if (isSent) continue;
      await this.database.query(HOLD_BACK, [channel]);
      return;
    }
  }

  private async attempt(channel: string, due: Due): Promise<boolean> {
    try {
      await traced(`deliver ${channel}`, { kind: SpanKind.CLIENT }, () => this.send(channel, due));
      await this.database.query(DELIVERED, [due.no]);
      this.metrics.deliveries.inc({ outcome: 'delivered' });
      if (this.failing.delete(channel)) this.logger.log(`The channel ${channel} answers again`);
      return true;
    } catch (error) {
      const pause = pauseAfter(due.attempts);
      const { message } = error as Error;
      await this.database.query(FAILED, [due.no, message, pause ?? null]);
      this.metrics.deliveries.inc({ outcome: pause === undefined ? 'abandoned' : 'failed' });
      this.warn(
        channel,
        `Attempt ${due.attempts} of ${due.factId} to ${channel} failed: ${message}`,
      );
      return false;
    }
  }

  private warn(channel: string, message: string): void {
    if (!this.failing.has(channel)) this.logger.warn(`${message}; it is tried again`);
    this.failing.add(channel);
  }

  private async send(channel: string, { factId, body }: Due): Promise<void> {
    const document = (await this.catalogues.load()).channel(channel);
    if (!document) throw new Error(`There is no channel ${channel} any more.`);
    await this.webhooks.send(document, { webhookId: factId, body });
  }
}
