import type { Sql } from '../database/database.js';
import type { Recorded } from '../event-log/event-log.js';

/** Raised with the code's behaviour, so that an operator knows whether a retry may end otherwise. */
export const CODE_VERSION = process.env['npm_package_version'] ?? '0.1.0';

/** Keys with something parked: their later facts wait behind it. */
export async function parkedKeys(
  tx: Sql,
  projection: string,
  partition: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ key: string }>({
    name: 'parked-keys',
    text: `SELECT DISTINCT key FROM parked_fact WHERE projection = $1 AND partition = $2`,
    values: [projection, partition],
  });
  return new Set(rows.map((row) => row.key));
}

/** Sets facts aside: `poison` with its error, or `waiting` behind an earlier fact of the key. */
export async function park(
  tx: Sql,
  projection: string,
  facts: readonly Recorded[],
  state: 'poison' | 'waiting',
  at: Date,
  error?: unknown,
): Promise<void> {
  for (const fact of facts) {
    await tx.query(
      `INSERT INTO parked_fact (projection, partition, log_offset, key, state, fact, error, code_version, parked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [
        projection,
        fact.partition,
        fact.offset,
        fact.key,
        state,
        JSON.stringify(fact),
        error === undefined ? null : wordsOf(error),
        CODE_VERSION,
        at,
      ],
    );
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: unknown }).code;
  return `${typeof code === 'string' ? `${code}: ` : ''}${error.message}`;
}
