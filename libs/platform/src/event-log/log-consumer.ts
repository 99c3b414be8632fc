import type { Consumer, EventLog, Recorded, Subscription } from './event-log.js';
import type { LogListener } from './log-listener.js';

const LOOK_EVERY_MS = 5000;
const ASK_FOR_LOCK_EVERY_MS = 500;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
const PARTITION = 0;

/**
 * Handles a topic for a group as long as it holds the group's lock: wakes when a fact is appended, looks
 * by itself now and then, reads the next batch while the present one is handled, and never further.
 */
export class LogConsumer implements Consumer {
  private stopped = false;
  private locked = false;
  private wake: (isNews: boolean) => void = () => undefined;
  private news = false;
  private readonly done: Promise<void>;
  private readonly lockName: string;

  constructor(
    private readonly log: EventLog,
    private readonly listener: LogListener,
    private readonly subscription: Subscription,
    private readonly failed: (error: unknown) => void,
  ) {
    this.lockName = `${subscription.topic}/${subscription.group}`;
    this.listener.on('fact', this.onFact);
    this.listener.on('lost', this.onLost);
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake(false);
    await this.done;
    this.listener.off('fact', this.onFact);
    this.listener.off('lost', this.onLost);
    this.subscription.assigned?.([]);
    if (this.locked) await this.listener.unlock(this.lockName);
  }

  private readonly onFact = (topic: string): void => {
    if (topic !== this.subscription.topic) return;
    this.news = true;
    this.wake(true);
  };

  private readonly onLost = (): void => {
    this.locked = false;
    this.subscription.assigned?.([]);
    this.news = true;
    this.wake(true);
  };

  private async run(): Promise<void> {
    let pause = SHORTEST_PAUSE_MS;
    while (!this.stopped) {
      try {
        if (!(await this.lock())) continue;
        this.subscription.assigned?.([PARTITION]);
        await this.handleFrom(await this.start(), () => (pause = SHORTEST_PAUSE_MS));
      } catch (error) {
        this.failed(error);
        await this.pause(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  private async lock(): Promise<boolean> {
    this.locked ||= await this.listener.tryLock(this.lockName);
    if (!this.locked) await this.pause(ASK_FOR_LOCK_EVERY_MS);
    return this.locked;
  }

  private async start(): Promise<number> {
    const offsets = await this.subscription.startAt([PARTITION]);
    return offsets.get(PARTITION) ?? 0;
  }

  /** Returns when stopped or when the lock is lost; throws what the handler throws. */
  private async handleFrom(start: number, handled: () => void): Promise<void> {
    let offset = start;
    let ahead: Promise<readonly Recorded[]> | undefined;
    while (!this.stopped && this.locked) {
      this.news = false;
      const facts: readonly Recorded[] = await (ahead ?? this.read(offset));
      ahead = undefined;
      const last = facts.at(-1);
      if (last === undefined) {
        await this.rest(LOOK_EVERY_MS);
        continue;
      }
      offset = last.offset + 1;
      if (facts.length === this.subscription.maxBatch) ahead = this.read(offset);
      ahead?.catch(() => undefined);
      await this.subscription.handle(PARTITION, facts);
      handled();
    }
  }

  private read(offset: number): Promise<readonly Recorded[]> {
    return this.log.read(this.subscription.topic, PARTITION, offset, this.subscription.maxBatch);
  }

  /** Waits until something is new, at most `ms`. */
  private async rest(ms: number): Promise<void> {
    if (!this.news) await this.pause(ms, true);
    this.news = false;
  }

  /** Waits; what ends the consumer ends the wait, and news too where it is for news. */
  private async pause(ms: number, forNews = false): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      this.wake = (isNews) => {
        if (isNews && !forNews) return;
        clearTimeout(timer);
        done();
      };
    });
  }
}
