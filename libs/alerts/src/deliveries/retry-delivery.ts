import { Database, JobQueue } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { askToDrain } from './ask-to-drain.js';

/** Tries a delivery again now, with all its attempts before it; false when there is none that is not delivered. */
export class RetryDelivery extends Command<boolean> {
  constructor(readonly id: string) {
    super();
  }
}

const RETRY = `
  UPDATE delivery SET state = 'pending', attempts = 0, next_attempt_at = now()
  WHERE no = $1 AND state <> 'delivered' RETURNING channel`;

@CommandHandler(RetryDelivery)
export class RetryDeliveryHandler implements ICommandHandler<RetryDelivery> {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  async execute({ id }: RetryDelivery): Promise<boolean> {
    if (!/^\d{1,18}$/.test(id)) return false;
    const { rows } = await this.database.query<{ channel: string }>(RETRY, [id]);
    await askToDrain(
      this.queue,
      rows.map(({ channel }) => channel),
    );
    return rows.length > 0;
  }
}
