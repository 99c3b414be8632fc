import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer as GroupMember, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Consumer, Subscription } from '../event-log.js';

const SESSION_MS = 10_000;
const LONGEST_WAIT_MS = 500;
const PARTITIONS_AT_ONCE = 8;
const MEBIBYTE = 1024 * 1024;
const BYTES_OF_AN_ITEM = 1024;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;

/** What stands at an offset of a partition. */
interface Placed {
  readonly offset: number;
}

/**
 * A member of a consumer group. Kafka says which partitions are ours; where to read on is said by
 * `startAt`, never by the group's offsets. Whatever ends the member, another begins after a pause.
 */
export class KafkaConsumer<Item extends Placed> implements Consumer {
  private readonly stopping = new AbortController();
  private member: GroupMember | undefined;
  private pauseMs = SHORTEST_PAUSE_MS;
  /** The next offset of each partition that was begun; what is not here is asked for. */
  private readonly next = new Map<number, number>();
  /** Partitions that were sought back to where we are, once: what is not there any more does not come. */
  private readonly sought = new Set<number>();
  private readonly ended: Promise<void>;

  constructor(
    private readonly kafka: Kafka,
    private readonly subscription: Subscription<Item>,
    private readonly read: (partition: number, message: KafkaMessage) => Item,
    private readonly failed: (error: unknown) => void,
    private readonly sessionTimeoutMs = SESSION_MS,
  ) {
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.stopped()) {
      try {
        await this.belong();
      } catch (error) {
        this.failed(error);
        await this.rest();
      }
    }
  }

  /** Resolves when stopped; throws when the membership has ended otherwise. */
  private async belong(): Promise<void> {
    const { topic, group, maxBatch } = this.subscription;
    const partitionBytes = bytesFor(maxBatch);
    const member = this.kafka.consumer({
      groupId: `${topic}.${group}`,
      sessionTimeout: this.sessionTimeoutMs,
      rebalanceTimeout: this.sessionTimeoutMs * 2,
      heartbeatInterval: Math.ceil(this.sessionTimeoutMs / 5),
      maxWaitTimeInMs: LONGEST_WAIT_MS,
      maxBytesPerPartition: partitionBytes,
      maxBytes: PARTITIONS_AT_ONCE * partitionBytes,
      allowAutoTopicCreation: false,
      retry: { retries: 3, restartOnFailure: () => Promise.resolve(false) },
    });
    this.member = member;
    this.next.clear();
    const over = new Promise<never>((_, crash) => {
      member.on(member.events.CRASH, ({ payload }) => crash(payload.error));
    });
    over.catch(() => undefined);
    member.on(member.events.GROUP_JOIN, ({ payload }) => {
      const assigned = payload.memberAssignment[topic] ?? [];
      this.next.clear();
      this.subscription.assigned?.(assigned);
      void this.seekAll(assigned);
    });
    try {
      await member.connect();
      await member.subscribe({ topics: [topic], fromBeginning: true });
      await member.run({
        autoCommitInterval: 5000,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (batch) => this.eachBatch(batch),
      });
      await Promise.race([over, this.untilStopped()]);
    } finally {
      this.subscription.assigned?.([]);
      await member.disconnect().catch(this.failed);
    }
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async untilStopped(): Promise<void> {
    if (!this.stopped()) await once(this.stopping.signal, 'abort');
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    const beating = setInterval(
      () => void payload.heartbeat().catch(() => undefined),
      this.sessionTimeoutMs / 5,
    );
    try {
      const next = await this.begun(partition);
      const first = Number(messages[0]?.offset ?? next);
      if (first > next && !this.sought.has(partition)) {
        this.sought.add(partition);
        return this.seek(partition, next);
      }
      this.sought.delete(partition);
      const items = messages
        .map((message) => this.read(partition, message))
        .filter(({ offset }) => offset >= next);
      if (items.length > 0) await this.handle(payload, items);
      else payload.resolveOffset(String(messages.at(-1)?.offset));
    } catch (error) {
      await this.comeBack(partition, error);
    } finally {
      clearInterval(beating);
    }
  }

  private async begun(partition: number): Promise<number> {
    const known = this.next.get(partition);
    if (known !== undefined) return known;
    const start = (await this.subscription.startAt([partition])).get(partition) ?? 0;
    this.next.set(partition, start);
    return start;
  }

  private async handle(payload: EachBatchPayload, items: readonly Item[]): Promise<void> {
    const { partition } = payload.batch;
    const { maxBatch } = this.subscription;
    for (let from = 0; from < items.length; from += maxBatch) {
      if (this.stopped() || !payload.isRunning() || payload.isStale()) return;
      const batch = items.slice(from, from + maxBatch);
      await this.subscription.handle(partition, batch);
      const last = (batch.at(-1) as Item).offset;
      this.next.set(partition, last + 1);
      payload.resolveOffset(String(last));
      this.pauseMs = SHORTEST_PAUSE_MS;
    }
  }

  /** The same items again after a pause, from where `startAt` says by then. */
  private async comeBack(partition: number, error: unknown): Promise<void> {
    this.failed(error);
    await this.rest();
    if (this.stopped()) return;
    this.next.delete(partition);
    try {
      this.seek(partition, await this.begun(partition));
    } catch (unreachable) {
      this.failed(unreachable);
    }
  }

  /** Where the group's offset is ahead of us, nothing would come before the next message does. */
  private async seekAll(partitions: readonly number[]): Promise<void> {
    try {
      for (const partition of partitions) this.seek(partition, await this.begun(partition));
    } catch (error) {
      this.failed(error);
    }
  }

  private seek(partition: number, offset: number): void {
    this.member?.seek({ topic: this.subscription.topic, partition, offset: String(offset) });
  }

  private async rest(): Promise<void> {
    const ms = this.pauseMs;
    this.pauseMs = Math.min(ms * 2, LONGEST_PAUSE_MS);
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** A batch of a partition in one answer that has room for all of them: where two fill it, the others wait. */
function bytesFor(maxBatch: number): number {
  return Math.min(Math.max(maxBatch * BYTES_OF_AN_ITEM, MEBIBYTE), 4 * MEBIBYTE);
}
