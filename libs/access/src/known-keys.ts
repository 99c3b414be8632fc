import { Injectable } from '@nestjs/common';
import type { Principal, Role } from '#contracts';
import { Database, within } from '#platform';
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
const ASK_WITHIN_MS = 2000;

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
    return this.principalOf(keyIn(authorization));
  }

  /**
   * The same; while the database does not answer, whose it was when it last did. For what is asked because
   * something is away, and does no harm in the hands of who could ask it before.
   */
  async lastKnownIn(authorization: string | undefined): Promise<Principal | undefined> {
    try {
      return await within(ASK_WITHIN_MS, this.principalIn(authorization));
    } catch (error) {
      const known = this.known.get(hashOf(keyIn(authorization)));
      if (!known) throw error;
      return known.row && principalFrom(known.row);
    }
  }

  /** Undefined for a key that is unknown or revoked. */
  async principalOf(key: string): Promise<Principal | undefined> {
    const hash = hashOf(key);
    const row = await this.rowOf(hash);
    if (!row || !sameHash(row.hash, hash)) return undefined;
    return principalFrom(row);
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

function keyIn(authorization: string | undefined): string {
  return /^Bearer +(\S{1,300})$/i.exec(authorization ?? '')?.[1] ?? '';
}

function principalFrom({ id, name, roles, units }: KeyRow): Principal {
  return { keyId: id, name, roles, units };
}
