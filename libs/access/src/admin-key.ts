import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, type Clock } from '#platform';
import { hashOf, makeKey } from './key.js';

/** The first administrator's key, and whether it was made by this call. */
export interface AdminKey {
  readonly key: string;
  readonly made: boolean;
  /** Where it is kept; absent where the environment gives it. */
  readonly file?: string;
}

/**
 * The first administrator's key: the given one, else the one in the data folder, else a new one, which
 * is kept there, readable by its owner only.
 */
export async function ensureAdminKey(
  database: Database,
  clock: Clock,
  dataDir: string,
  given: string | undefined,
): Promise<AdminKey> {
  const admin = given === undefined ? keptKey(dataDir) : { key: given, made: false };
  await database.query(
    `INSERT INTO api_key (id, hash, name, roles, units, created_at, created_by)
     VALUES ($1, $2, 'administrator', '{administrator}', '{}', $3, 'first start')
     ON CONFLICT DO NOTHING`,
    [`admin-${hashOf(admin.key).slice(0, 12)}`, hashOf(admin.key), clock.now()],
  );
  return admin;
}

function keptKey(dataDir: string): AdminKey {
  const file = join(dataDir, 'admin-key');
  if (existsSync(file)) return { key: readFileSync(file, 'utf8').trim(), made: false, file };
  const { key } = makeKey();
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return { key, made: true, file };
}
