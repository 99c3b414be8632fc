import { EventEmitter } from 'node:events';
import pg from 'pg';

const CHANNEL = 'tiendo_log';
const RECONNECT_MS = 500;

/**
 * One connection that hears of new facts and holds the locks of this process's consumers. When it is
 * lost, so are the locks: `lost` tells the consumers, and it connects again by itself.
 * Emits `fact` with the topic, and `lost`.
 */
export class LogListener extends EventEmitter {
  private client: pg.Client | undefined;
  private connecting: Promise<pg.Client> | undefined;
  private closed = false;
  /** A connection takes one query at a time. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly held = new Set<string>();

  constructor(private readonly url: string) {
    super();
    this.setMaxListeners(0);
  }

  /** True when this consumer now holds the group's lock, and nobody else does. */
  async tryLock(name: string): Promise<boolean> {
    if (this.held.has(name)) return false;
    this.held.add(name);
    try {
      const client = await this.connection();
      const { rows } = await this.inTurn(() =>
        client.query<{ ours: boolean }>(
          `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ours`,
          [name],
        ),
      );
      if (rows[0]?.ours === true && this.held.has(name)) return true;
    } catch {
      // Not connected: nobody can say who holds it, so we do not.
    }
    this.held.delete(name);
    return false;
  }

  async unlock(name: string): Promise<void> {
    this.held.delete(name);
    await this.inTurn(async () =>
      this.client?.query(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`, [name]),
    ).catch(() => undefined);
  }

  private inTurn<Result>(ask: () => Promise<Result>): Promise<Result> {
    const asked = this.turn.then(ask);
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  async connection(): Promise<pg.Client> {
    if (this.client) return this.client;
    this.connecting ??= this.connect().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
    this.client = undefined;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    client.on('notification', (message) => this.emit('fact', message.payload));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.client = client;
    return client;
  }

  private drop(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.held.clear();
    client.end().catch(() => undefined);
    this.emit('lost');
    this.reconnect();
  }

  private reconnect(): void {
    if (this.closed) return;
    setTimeout(() => {
      if (!this.closed && !this.client) this.connection().catch(() => this.reconnect());
    }, RECONNECT_MS).unref();
  }
}
