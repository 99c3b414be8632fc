import { randomBytes } from 'node:crypto';
import type { Sql } from './database.js';
import { definitionsOf } from './twin-definitions.js';

const LIVE = 'public';
const NAMES = '^twin_[0-9a-f]{8}$';
/** Half of the time after which PostgreSQL looks for deadlocks. */
const LOCK_WITHIN_MS = 500;

/** What has a twin, by the names in the schema `public`. */
export interface TwinShape {
  /** Tables that take over; their partitions, indexes, sequences and constraints come with them. */
  readonly tables: readonly string[];
  /** Views on these tables, which take over with them. */
  readonly views: readonly string[];
  /** Tables that others write to as well: the twin of one takes what would be written, and goes in the end. */
  readonly aside: readonly string[];
  /** Functions that the SQL of those who write names. */
  readonly functions: readonly string[];
}

/**
 * Empty tables of the shape of live ones, in a schema of their own under a name that is never used twice:
 * a session that knows this schema alone cannot touch a live table, nor another twin's.
 */
export class TwinSchema {
  private constructor(
    readonly name: string,
    private readonly shape: TwinShape,
  ) {}

  /** Makes the twin in the transaction of `tx`, from the live definitions as they now are. */
  static async create(tx: Sql, shape: TwinShape): Promise<TwinSchema> {
    const twin = new TwinSchema(`twin_${randomBytes(4).toString('hex')}`, shape);
    await tx.query(`SET LOCAL search_path TO ${LIVE}`);
    const definitions = await definitionsOf(tx, shape);
    await tx.query(`CREATE SCHEMA ${twin.name}`);
    await tx.query(`SET LOCAL search_path TO ${twin.name}, ${LIVE}`);
    for (const definition of definitions) await tx.query(definition);
    return twin;
  }

  /** The address by which a session knows nothing but the twin; it need not wait for the disk. */
  addressOf(url: string): string {
    const address = new URL(url);
    const given = address.searchParams.get('options') ?? '';
    const ours = `-c search_path=${this.name} -c synchronous_commit=off`;
    address.searchParams.set('options', `${given} ${ours}`.trim());
    return address.toString();
  }

  /**
   * Until the transaction ends PostgreSQL's own maintenance is away from the tables of both. Waits for it
   * and, since readers and writers of rows do not mind, for as long as it takes to be given way.
   */
  async keepMaintenanceAway(tx: Sql): Promise<void> {
    const { tables } = this.shape;
    const twins = tables.map((table) => `${this.name}.${table}`);
    await tx.query(`LOCK TABLE ${[...twins, ...this.live(tables)].join(', ')}
                    IN SHARE UPDATE EXCLUSIVE MODE`);
  }

  /**
   * Until the transaction ends nobody reads or writes the live tables; views come first, as readers come to
   * them first. Gives up, with what PostgreSQL throws at a time-out, before a reader that waits for us, and
   * we for it, is ended for a deadlock.
   */
  async lockLive(tx: Sql): Promise<void> {
    const { tables, views } = this.shape;
    await tx.query(`SET LOCAL statement_timeout = ${LOCK_WITHIN_MS}`);
    await tx.query(
      `LOCK TABLE ${this.live([...views, ...tables]).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    );
    await tx.query(`SET LOCAL statement_timeout = 0`);
  }

  /**
   * In the transaction of `tx` the live tables go, the twin's take their names, and the schema of the twin
   * is gone. Throws where something else depends on a live table; nothing has changed then.
   */
  async takeOver(tx: Sql): Promise<void> {
    const { tables, views, aside } = this.shape;
    if (views.length > 0) await tx.query(`DROP VIEW ${this.live(views).join(', ')}`);
    await tx.query(`DROP TABLE ${this.live(tables).join(', ')}`);
    for (const move of await this.moves(tx)) await tx.query(move);
    for (const table of aside) await tx.query(`DROP TABLE ${this.name}.${table}`);
    for (const drop of await this.functionDrops(tx)) await tx.query(drop);
    await tx.query(`DROP SCHEMA ${this.name}`);
  }

  private live(names: readonly string[]): string[] {
    return names.map((name) => `${LIVE}.${name}`);
  }

  private async moves(tx: Sql): Promise<string[]> {
    const { tables, views } = this.shape;
    const { rows } = await tx.query<{ text: string }>(
      `SELECT format('ALTER %s %s SET SCHEMA ${LIVE}',
                     CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass) AS text
       FROM pg_class
       WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v')
         AND (relispartition OR relname = ANY ($2))
       ORDER BY relkind = 'v', relname`,
      [this.name, [...tables, ...views]],
    );
    return rows.map(({ text }) => text);
  }

  private async functionDrops(tx: Sql): Promise<string[]> {
    const { rows } = await tx.query<{ text: string }>(
      `SELECT format('DROP FUNCTION %s', oid::regprocedure) AS text
       FROM pg_proc WHERE pronamespace = $1::regnamespace`,
      [this.name],
    );
    return rows.map(({ text }) => text);
  }
}

/** Drops every twin there is; only who knows that nobody is at work on one may call this. */
export async function dropTwins(sql: Sql): Promise<void> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '${NAMES}'`,
  );
  for (const { name } of rows) await sql.query(`DROP SCHEMA ${name} CASCADE`);
}
