import { Database, JobQueue } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { askToDrain } from './ask-to-drain.js';

const DUE_CHANNELS = `
  SELECT DISTINCT channel FROM delivery WHERE state = 'pending' AND next_attempt_at <= now()`;

/** Asks for a drain of every channel on which something is due, whatever became of earlier jobs. */
export class SweepDeliveries extends Command<void> {}

@CommandHandler(SweepDeliveries)
export class SweepDeliveriesHandler implements ICommandHandler<SweepDeliveries> {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  async execute(): Promise<void> {
    const { rows } = await this.database.query<{ channel: string }>(DUE_CHANNELS);
    await askToDrain(
      this.queue,
      rows.map(({ channel }) => channel),
    );
  }
}
