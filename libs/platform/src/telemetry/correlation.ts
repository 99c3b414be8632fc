import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** What ties a request to its facts, their projection, and the alert and delivery that follow. */
export const Correlation = {
  /** The id of the work in hand; a new one outside any. */
  current(): string {
    return storage.getStore() ?? randomUUID();
  },

  known(): string | undefined {
    return storage.getStore();
  },

  run<Result>(id: string, work: () => Result): Result {
    return storage.run(id, work);
  },
};
