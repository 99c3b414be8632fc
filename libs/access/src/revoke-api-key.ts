import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Principal } from '#contracts';
import { Clock, Database } from '#platform';
import { KnownKeys } from './known-keys.js';

/** Ends a key; false when there is no such key. Revoking twice changes nothing. */
export class RevokeApiKey extends Command<boolean> {
  constructor(
    readonly id: string,
    readonly by: Principal,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KnownKeys,
  ) {}

  async execute({ id, by }: RevokeApiKey): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `UPDATE api_key SET revoked_at = coalesce(revoked_at, $2), revoked_by = coalesce(revoked_by, $3)
       WHERE id = $1`,
      [id, this.clock.now(), by.name],
    );
    this.keys.forget();
    return rowCount === 1;
  }
}
