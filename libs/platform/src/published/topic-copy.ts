import type { Database, Sql } from '../database/database.js';
import type { Offsets } from '../event-log/event-log.js';

/** The last message of a key, by its content in short; null for a key that is gone. */
export interface Told {
  readonly key: string;
  readonly partition: number;
  readonly fingerprint: string | null;
}

const POSITIONS = `SELECT partition, next_offset FROM projection_position WHERE projection = $1`;

const KEYS = `SELECT key FROM published_message WHERE topic = $1`;

const FINGERPRINTS = {
  name: 'published-fingerprints',
  text: `SELECT key, fingerprint FROM published_message WHERE topic = $1 AND key = ANY ($2)`,
};

const KEEP = {
  name: 'keep-published',
  text: `
    WITH told AS (
      SELECT * FROM unnest($2::text[], $3::int[], $4::text[]) AS t (key, partition, fingerprint)
    ), gone AS (
      DELETE FROM published_message m USING told
      WHERE m.topic = $1 AND m.key = told.key AND told.fingerprint IS NULL
    )
    INSERT INTO published_message (topic, key, partition, fingerprint)
    SELECT $1, key, partition, fingerprint FROM told WHERE fingerprint IS NOT NULL
    ON CONFLICT (topic, key) DO UPDATE
      SET partition = excluded.partition, fingerprint = excluded.fingerprint`,
};

const ADVANCE = {
  name: 'advance-published',
  text: `
    INSERT INTO projection_position (projection, partition, next_offset, at)
    SELECT $1, p.partition, p.next_offset, $4
    FROM unnest($2::int[], $3::bigint[]) AS p (partition, next_offset)
    ON CONFLICT (projection, partition) DO UPDATE
      SET next_offset = excluded.next_offset, at = excluded.at`,
};

const FORGET = `DELETE FROM published_message WHERE topic = $1 AND partition = $2`;

/**
 * What a topic says, kept in PostgreSQL: of each key the last message in short, and for each partition the
 * offset up to which that is so. A copy and no more: lost, it is made again from the topic.
 */
export class TopicCopy {
  constructor(
    private readonly database: Database,
    readonly topic: string,
  ) {}

  /** Up to which offset of each partition the topic is known. */
  async positions(): Promise<Map<number, number>> {
    const { rows } = await this.database.query<{ partition: number; next_offset: string }>(
      POSITIONS,
      [this.topic],
    );
    return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
  }

  async keys(): Promise<string[]> {
    const { rows } = await this.database.query<{ key: string }>(KEYS, [this.topic]);
    return rows.map(({ key }) => key);
  }

  async fingerprints(sql: Sql, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await sql.query<{ key: string; fingerprint: string }>({
      ...FINGERPRINTS,
      values: [this.topic, keys],
    });
    return new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
  }

  /** Keeps what the topic says now, a key once, and up to where; in the transaction of `tx`. */
  async keep(tx: Sql, told: readonly Told[], next: Offsets, at: Date): Promise<void> {
    const values = [
      this.topic,
      told.map(({ key }) => key),
      told.map(({ partition }) => partition),
      told.map(({ fingerprint }) => fingerprint),
    ];
    if (told.length > 0) await tx.query({ ...KEEP, values });
    await tx.query({ ...ADVANCE, values: [this.topic, [...next.keys()], [...next.values()], at] });
  }

  /** The partition is not the one that was known: nothing is known of it any more. */
  async forget(tx: Sql, partition: number, at: Date): Promise<void> {
    await tx.query(FORGET, [this.topic, partition]);
    await this.keep(tx, [], new Map([[partition, 0]]), at);
  }
}
