import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NewApiKey } from '#contracts';
import { Database } from '#platform';

/** A key as it is listed: never with its secret. */
export interface ListedKey extends NewApiKey {
  readonly id: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt?: string;
}

/** Every key, the oldest first, revoked ones among them. */
export class ListApiKeys extends Query<readonly ListedKey[]> {}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<readonly ListedKey[]> {
    const { rows } = await this.database.query<
      NewApiKey & { id: string; created_at: Date; created_by: string; revoked_at: Date | null }
    >(
      `SELECT id, name, roles, units, created_at, created_by, revoked_at
       FROM api_key ORDER BY created_at, id`,
    );
    return rows.map(({ created_at, created_by, revoked_at, ...row }) => ({
      ...row,
      createdAt: created_at.toISOString(),
      createdBy: created_by,
      ...(revoked_at ? { revokedAt: revoked_at.toISOString() } : {}),
    }));
  }
}
