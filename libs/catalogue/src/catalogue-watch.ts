import { Database } from '#platform';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Announcements } from './announcements.js';
import { CurrentCatalogue } from './current-catalogue.js';

/** Where a new version is called out, by its number. */
export const CHANNEL = 'tiendo_catalogue';

const POLL_MS = 5000;

/** Keeps the catalogue of this process current: woken by the database, and looking by itself in case it missed a call. */
@Injectable()
export class CatalogueWatch implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(CatalogueWatch.name);
  private listener: PoolClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isLookWanted = false;
  private isClosed = false;

  constructor(
    private readonly database: Database,
    private readonly current: CurrentCatalogue,
    private readonly announcements: Announcements,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.listen();
    await this.current.load();
  }

  /** Versions that an earlier process committed and did not live to tell are told now. */
  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), POLL_MS);
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    this.drop(this.listener);
    await this.looking;
  }

  /** Looks once more after the look in hand; calls that come meanwhile are one. */
  private look(): void {
    if (this.isLookWanted || this.isClosed) return;
    this.isLookWanted = true;
    this.looking = this.looking
      .then(() => this.lookOnce())
      .catch((error: unknown) =>
        this.logger.warn(`Reference data could not be read: ${(error as Error).message}`),
      );
  }

  private async lookOnce(): Promise<void> {
    this.isLookWanted = false;
    if (this.isClosed) return;
    if (!this.listener) await this.listen();
    await this.current.load();
    await this.announcements.announce();
  }

  private async listen(): Promise<void> {
    const client = await this.database.pool.connect();
    this.listener = client;
    client.on('error', () => this.drop(client));
    client.on('notification', ({ channel }) => {
      if (channel === CHANNEL) this.look();
    });
    await client.query(`LISTEN ${CHANNEL}`);
  }

  private drop(client: PoolClient | undefined): void {
    if (!client || this.listener !== client) return;
    this.listener = undefined;
    client.release(true);
  }
}
