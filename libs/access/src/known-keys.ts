import { Injectable } from '@nestjs/common';
import type { Principal, Role } from '#contracts';
import { Database } from '#platform';
import { hashOf, sameHash } from './key.js';

interface KeyRow {
  id: string;
  hash: string;
  name: string;
  roles: Role[];
  units: string[];
}

interface Known {
  readonly row: KeyRow | undefined;
  readonly until: number;
}

const REMEMBER_MS = 2000;
const MOST = 10_000;

/**
 * Who a key belongs to. Answers are remembered for two seconds at most, and forgotten at once where the
 * key was revoked by this process.
 */
@Injectable()
export class KnownKeys {
  private readonly known = new Map<string, Known>();

  constructor(private readonly database: Database) {}

  /** Whose request it is, by its `Authorization` header; undefined without a valid key. */
  principalIn(authorization: string | undefined): Promise<Principal | undefined> {
    return this.principalOf(/^Bearer +(\S{1,300})$/i.exec(authorization ?? '')?.[1] ?? '');
  }

  /** Undefined for a key that is unknown or revoked. */
  async principalOf(key: string): Promise<Principal | undefined> {
    const hash = hashOf(key);
    const row = await this.rowOf(hash);
    if (!row || !sameHash(row.hash, hash)) return undefined;
    return { keyId: row.id, name: row.name, roles: row.roles, units: row.units };
  }

  forget(): void {
    this.known.clear();
  }

  private async rowOf(hash: string): Promise<KeyRow | undefined> {
    const now = performance.now();
    const known = this.known.get(hash);
    if (known && known.until > now) return known.row;
    const { rows } = await this.database.query<KeyRow>({
      name: 'key-of-hash',
      text: `SELECT id, hash, name, roles, units FROM api_key
             WHERE hash = $1 AND revoked_at IS NULL`,
      values: [hash],
    });
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(hash, { row: rows[0], until: now + REMEMBER_MS });
    return rows[0];
  }
}
