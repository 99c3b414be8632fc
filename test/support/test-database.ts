import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database, migrate, type Migration } from '#platform';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Ends the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A migrated database of its own, cloned from a template that is made once per set of migrations. */
export async function testDatabase(migrations: readonly Migration[]): Promise<TestDatabase> {
  const server = serverUrl();
  const template = await templateOf(server, migrations);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = urlOf(server, name);
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  pool.on('error', () => undefined);
  return {
    url,
    database: new Database(pool),
    drop: async () => {
      await pool.end();
      await onServer(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

function serverUrl(): string {
  const url = process.env['TIENDO_TEST_DATABASE_URL'];
  if (!url) throw new Error('the system tests run through `npm test`, which starts PostgreSQL');
  return url;
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

async function templateOf(server: string, migrations: readonly Migration[]): Promise<string> {
  const names = migrations.map((migration) => migration.name + String(new migration().up));
  const name = `template_${createHash('sha256').update(names.join()).digest('hex').slice(0, 16)}`;
  await onServer(server, async (client) => {
    await client.query(`SELECT pg_advisory_lock(1)`);
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [name]);
    if (rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${name}_half`);
    await client.query(`CREATE DATABASE ${name}_half`);
    await migrate(urlOf(server, `${name}_half`), migrations);
    await client.query(`ALTER DATABASE ${name}_half RENAME TO ${name}`);
  });
  return name;
}

async function onServer<Result>(
  server: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
