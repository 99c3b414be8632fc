import type { BullMqStore, StoredQueue } from './bullmq-store.js';

/** Opens each queue when it is first asked for, once; one that could not be opened is opened anew the next time. */
export class OpenedQueues {
  private readonly opened = new Map<string, Promise<StoredQueue>>();

  constructor(private readonly store: BullMqStore) {}

  get(name: string): Promise<StoredQueue> {
    const known = this.opened.get(name);
    if (known) return known;
    const opened = this.open(name);
    opened.catch(() => this.opened.delete(name));
    this.opened.set(name, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const opened of await Promise.allSettled(this.opened.values())) {
      if (opened.status === 'fulfilled') await opened.value.close();
    }
  }

  private async open(name: string): Promise<StoredQueue> {
    await this.store.prepare();
    const queue = this.store.queue(name);
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      await queue.close();
      throw error;
    }
  }
}
