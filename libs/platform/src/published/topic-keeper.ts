import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { Database, Sql } from '../database/database.js';
import { LockedSession } from '../database/locked-session.js';
import type { Consumer } from '../event-log/event-log.js';
import type { KafkaReader } from '../event-log/kafka/kafka-reader.js';
import type { KafkaSender } from '../event-log/kafka/kafka-sender.js';
import { inParts } from '../event-log/kafka/sent-facts.js';
import type { Metrics } from '../telemetry/metrics.js';
import { SpanKind, traced } from '../telemetry/tracing.js';
import { KnownTopic } from './known-topic.js';
import type { Behind, Publication } from './published-topics.js';
import { TopicCopy } from './topic-copy.js';
import { fingerprintOf, type Telling, telling } from './topic-message.js';

const LOOK_EVERY_MS = 300;
const ASK_FOR_TURN_EVERY_MS = 500;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
const KEYS_AT_ONCE = 500;

/** What a keeper works with. */
export interface KeeperEngines {
  readonly database: Database;
  readonly reader: KafkaReader;
  readonly sender: KafkaSender;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly failed: (error: unknown) => void;
}

/**
 * Makes a topic say what the publication says, for as long as this process has the turn. What the topic
 * says already is known by a copy, which is written with the offsets that ours were given; whatever else
 * stands in the topic, from a process that died between the two or has not noticed that it lost the turn, is
 * read back first. So nothing is taken for said that is not, and no message that is out of date stays the last.
 */
export class TopicKeeper<Data, Mark> implements Consumer {
  private readonly stopping = new AbortController();
  private readonly known: KnownTopic<Data>;
  private readonly ended: Promise<void>;
  private pauseMs = SHORTEST_PAUSE_MS;
  /** When the look began after which all was said; undefined where another process is at it. */
  private saidAt: number | undefined;

  constructor(
    private readonly publication: Publication<Data, Mark>,
    private readonly engines: KeeperEngines,
  ) {
    const { database, reader, clock } = engines;
    const copy = new TopicCopy(database, publication.topic);
    this.known = new KnownTopic(publication, copy, reader, clock);
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  behind(): Behind[] {
    if (this.saidAt === undefined) return [];
    const seconds = (performance.now() - this.saidAt) / 1000;
    return [{ topic: this.publication.topic, seconds }];
  }

  private async run(): Promise<void> {
    while (!this.stopped()) {
      try {
        await this.takeTurn();
      } catch (error) {
        this.engines.failed(error);
        await this.rest(this.pauseMs);
        this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
    this.saidAt = undefined;
  }

  private async takeTurn(): Promise<void> {
    const { topic } = this.publication;
    const session = await LockedSession.open(this.engines.database, `published/${topic}`);
    if (!session) {
      this.saidAt = undefined;
      return this.rest(ASK_FOR_TURN_EVERY_MS);
    }
    this.saidAt ??= performance.now();
    try {
      await this.known.begin();
      await this.keepSaying(session);
    } finally {
      session.end();
    }
  }

  private async keepSaying(session: LockedSession): Promise<void> {
    let mark: Mark | undefined;
    while (!this.stopped()) {
      const since = performance.now();
      const read = await this.known.readBack(session);
      const changed = await this.publication.changedSince(read.isAnew ? undefined : mark);
      const others = changed.isAll ? await this.known.copy.keys() : read.keys;
      await this.sayAll(session, [...new Set([...changed.keys, ...others])]);
      if (this.stopped()) return;
      mark = changed.mark;
      this.saidAt = since;
      this.pauseMs = SHORTEST_PAUSE_MS;
      await this.rest(LOOK_EVERY_MS);
    }
  }

  /** Where there is much to say, half of the time is left to what else the process does. */
  private async sayAll(session: LockedSession, keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length && !this.stopped(); from += KEYS_AT_ONCE) {
      const since = performance.now();
      await this.say(session, keys.slice(from, from + KEYS_AT_ONCE));
      if (from + KEYS_AT_ONCE < keys.length) await this.rest(performance.now() - since);
    }
  }

  /** Messages go out within the transaction that keeps them: where it fails they are read back. */
  private async say(session: LockedSession, keys: readonly string[]): Promise<void> {
    const now = await this.publication.say(keys);
    await session.transaction(async (tx) => {
      const tellings = await this.different(tx, keys, now);
      if (tellings.length === 0) return;
      const next = await this.send(tellings);
      await this.known.copy.keep(tx, tellings, next, this.engines.clock.now());
      this.known.next = next;
    });
  }

  private async different(
    tx: Sql,
    keys: readonly string[],
    now: ReadonlyMap<string, Data>,
  ): Promise<Telling[]> {
    const { publication, known } = this;
    const said = await known.copy.fingerprints(tx, keys);
    const time = this.engines.clock.now();
    return keys.flatMap((key) => {
      const data = now.get(key);
      const fingerprint = data === undefined ? null : fingerprintOf(publication, data);
      if ((said.get(key) ?? null) === fingerprint) return [];
      return telling(publication, { key, fingerprint }, data, known.next.size, time);
    });
  }

  /** Answers up to where the copy is the topic then: not beyond what somebody else put before ours. */
  private async send(tellings: readonly Telling[]): Promise<Map<number, number>> {
    const { topic } = this.publication;
    const next = new Map(this.known.next);
    const attributes = { 'messaging.destination.name': topic };
    await traced(`publish ${topic}`, { kind: SpanKind.PRODUCER, attributes }, async () => {
      for (const part of inParts(tellings)) {
        const messages = part.map(({ message }) => message);
        const starts = await this.engines.sender.send(topic, messages);
        for (const [partition, start] of starts) {
          const ours = part.filter((one) => one.partition === partition).length;
          if (next.get(partition) === start) next.set(partition, start + ours);
        }
      }
    });
    for (const { fingerprint } of tellings) {
      const what = fingerprint === null ? 'removal' : 'state';
      this.engines.metrics.published.inc({ topic, what });
    }
    return next;
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
