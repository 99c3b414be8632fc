import type { Clock } from '../clock.js';
import type { LockedSession } from '../database/locked-session.js';
import type { KafkaReader } from '../event-log/kafka/kafka-reader.js';
import type { Publication } from './published-topics.js';
import type { Told, TopicCopy } from './topic-copy.js';
import { toldIn } from './topic-message.js';

const MESSAGES_AT_ONCE = 5000;

/** What was read back: the keys of it, and whether nothing of what was known before holds any more. */
export interface ReadBack {
  readonly keys: ReadonlySet<string>;
  readonly isAnew: boolean;
}

/** A topic as far as its copy in PostgreSQL knows it. */
export class KnownTopic<Data> {
  /** Up to which offset of each partition the copy is the topic. */
  next = new Map<number, number>();

  constructor(
    private readonly publication: Publication<Data>,
    readonly copy: TopicCopy,
    private readonly reader: KafkaReader,
    private readonly clock: Clock,
  ) {}

  async begin(): Promise<void> {
    this.next = await this.copy.positions();
  }

  /**
   * Reads what stands in the topic beyond the copy, whoever wrote it, and keeps it. A partition that is
   * shorter than it was known to be is another: it is read from its beginning.
   */
  async readBack(session: LockedSession): Promise<ReadBack> {
    const { topic } = this.publication;
    const ends = await this.reader.ends(topic);
    if (ends.size === 0) throw new Error(`There is no topic ${topic}: make the topics first.`);
    const keys = new Set<string>();
    let isAnew = false;
    for (const [partition, end] of ends) {
      const known = this.next.get(partition);
      if (known === end) continue;
      const isShorter = known !== undefined && end < known;
      if (isShorter) await this.forget(session, partition);
      isAnew ||= isShorter;
      await this.readPartition(session, partition, end, keys);
    }
    return { keys, isAnew };
  }

  private async forget(session: LockedSession, partition: number): Promise<void> {
    await session.transaction((tx) => this.copy.forget(tx, partition, this.clock.now()));
    this.next.delete(partition);
  }

  private async readPartition(
    session: LockedSession,
    partition: number,
    end: number,
    keys: Set<string>,
  ): Promise<void> {
    let next = this.next.get(partition) ?? 0;
    do {
      const { topic } = this.publication;
      const found = await this.reader.messages(topic, partition, next, MESSAGES_AT_ONCE);
      const last = new Map<string, Told>();
      for (const message of found) {
        const told = toldIn(this.publication, partition, message);
        last.set(told.key, told);
        keys.add(told.key);
      }
      next = found.length === 0 ? end : Number(found.at(-1)?.offset) + 1;
      const upTo = new Map([[partition, next]]);
      await session.transaction((tx) =>
        this.copy.keep(tx, [...last.values()], upTo, this.clock.now()),
      );
      this.next.set(partition, next);
    } while (next < end);
  }
}
