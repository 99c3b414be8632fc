import { Database } from '#platform';
import pg from 'pg';

/** A database whose connection can be made to break when it is about to commit, as the end of a process does. */
export function mortalDatabase(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on('error', () => undefined);
  let dies = false;
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const inner = client as unknown as { connection: { stream: { destroy(): void } } };
    Object.assign(client, {
      query: (...given: unknown[]) => {
        if (dies && given[0] === 'COMMIT') inner.connection.stream.destroy();
        return query(...given);
      },
    });
  });
  return {
    database: new Database(pool),
    /** From now on nothing is committed here. */
    die: () => (dies = true),
    stop: () => pool.end(),
  };
}
