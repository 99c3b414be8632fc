import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../database/database.js';

/** Gives up the poison fact of a key; what waits behind it stays parked until it is retried. */
export class DropParked extends Command<boolean> {
  constructor(
    readonly projection: string,
    readonly partition: number,
    readonly offset: number,
  ) {
    super();
  }
}

@CommandHandler(DropParked)
export class DropParkedHandler implements ICommandHandler<DropParked> {
  constructor(private readonly database: Database) {}

  async execute({ projection, partition, offset }: DropParked): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `DELETE FROM parked_fact WHERE projection = $1 AND partition = $2 AND log_offset = $3`,
      [projection, partition, offset],
    );
    return rowCount === 1;
  }
}
