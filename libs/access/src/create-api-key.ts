import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { NewApiKey, Principal } from '#contracts';
import { Clock, Database } from '#platform';
import { makeKey } from './key.js';
import { KnownKeys } from './known-keys.js';

/** A new key; `key` is told this once and never again. */
export interface CreatedKey extends NewApiKey {
  readonly id: string;
  readonly key: string;
}

export class CreateApiKey extends Command<CreatedKey> {
  constructor(
    readonly wanted: NewApiKey,
    readonly by: Principal,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KnownKeys,
  ) {}

  async execute({ wanted, by }: CreateApiKey): Promise<CreatedKey> {
    const { id, key, hash } = makeKey();
    await this.database.query(
      `INSERT INTO api_key (id, hash, name, roles, units, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, hash, wanted.name, wanted.roles, wanted.units, this.clock.now(), by.name],
    );
    this.keys.forget();
    return { id, key, name: wanted.name, roles: wanted.roles, units: wanted.units };
  }
}
