import {
  type Appended,
  type Consumer,
  EventLog,
  type Offsets,
  type Recorded,
  type Subscription,
} from '#platform';

/** A log whose facts are there from the start, in memory: what consumes it is measured alone. */
export class GivenFacts extends EventLog {
  facts: readonly Recorded[] = [];

  consume(subscription: Subscription): Promise<Consumer> {
    let stopped = false;
    const run = async () => {
      subscription.assigned?.([0]);
      const starts = await subscription.startAt([0]);
      let next = starts.get(0) ?? 0;
      while (!stopped && next < this.facts.length) {
        const batch = this.facts.slice(next, next + subscription.maxBatch);
        await subscription.handle(0, batch);
        next += batch.length;
      }
    };
    const done = run().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
    return Promise.resolve({
      stop: () => {
        stopped = true;
        return done;
      },
    });
  }

  partitions(): Promise<number> {
    return Promise.resolve(1);
  }

  positionAt(_topic: string, offsets: Offsets): Promise<number> {
    return Promise.resolve(offsets.get(0) ?? 0);
  }

  between(): Promise<readonly Recorded[]> {
    return Promise.resolve([]);
  }

  ends(): Promise<Offsets> {
    return Promise.resolve(new Map([[0, this.facts.length]]));
  }

  append(): Promise<readonly Appended[]> {
    return Promise.reject(new Error('nothing is appended to given facts'));
  }

  read(): Promise<readonly Recorded[]> {
    return Promise.resolve([]);
  }

  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
