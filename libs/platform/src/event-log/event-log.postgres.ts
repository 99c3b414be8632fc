import type { Pool } from 'pg';
import { Unavailable } from '../errors.js';
import { causeOf, causeText } from '../telemetry/correlation.js';
import {
  type Appended,
  type Consumer,
  EventLog,
  type Fact,
  type Offsets,
  type Recorded,
  type Subscription,
} from './event-log.js';
import { GroupCommit, withoutRepeats } from './group-commit.js';
import { LogConsumer } from './log-consumer.js';
import { LogListener } from './log-listener.js';

const PARTITION = 0;

const APPEND = {
  name: 'append-facts',
  text: `SELECT place, outcome FROM append_facts($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const COLUMNS = `log_offset AS "offset", id, type, key, time, correlation_id, fingerprint, data`;

/** Offsets have no gaps, so a range of them is a batch; a limit would let a stale plan sort the whole log. */
const READ = {
  name: 'read-facts',
  text: `SELECT ${COLUMNS} FROM event_log
         WHERE topic = $1 AND log_offset >= $2 AND log_offset < $2::bigint + $3::int
         ORDER BY log_offset`,
};

const FIND = {
  name: 'find-fact',
  text: `SELECT ${COLUMNS} FROM event_log WHERE topic = $1 AND id = $2`,
};

interface FactRow {
  offset: string;
  id: string;
  type: string;
  key: string;
  time: string;
  correlation_id: string;
  fingerprint: string | null;
  data: unknown;
}

/** The log as a table of PostgreSQL: one partition, whose offsets are the positions, group commit, wake-up by NOTIFY. */
export class PostgresEventLog extends EventLog {
  private readonly groups = new Map<string, GroupCommit>();
  private readonly listener: LogListener;
  private readonly consumers = new Set<Consumer>();

  constructor(
    private readonly pool: Pool,
    url: string,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {
    super();
    this.listener = new LogListener(url);
  }

  async append(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    const answers: Appended[] = new Array<Appended>(facts.length);
    for (const part of withoutRepeats(facts)) {
      const appended = await this.group(topic).append(part.map((index) => facts[index] as Fact));
      part.forEach((index, n) => (answers[index] = appended[n] as Appended));
    }
    return answers;
  }

  async read(
    topic: string,
    partition: number,
    offset: number,
    limit: number,
  ): Promise<readonly Recorded[]> {
    if (partition !== PARTITION) return [];
    const { rows } = await this.reach(() =>
      this.pool.query<FactRow>({ ...READ, values: [topic, offset, limit] }),
    );
    return rows.map(recorded);
  }

  between(topic: string, from: number, to: number): Promise<readonly Recorded[]> {
    return this.read(topic, PARTITION, from, to - from);
  }

  async find(topic: string, id: string): Promise<Recorded | undefined> {
    const { rows } = await this.reach(() =>
      this.pool.query<FactRow>({ ...FIND, values: [topic, id] }),
    );
    return rows[0] && recorded(rows[0]);
  }

  partitions(): Promise<number> {
    return Promise.resolve(1);
  }

  async ends(topic: string): Promise<Offsets> {
    const { rows } = await this.reach(() =>
      this.pool.query<{ next_offset: string }>(
        `SELECT next_offset FROM event_topic WHERE topic = $1`,
        [topic],
      ),
    );
    return new Map([[PARTITION, Number(rows[0]?.next_offset ?? 0)]]);
  }

  positionAt(_topic: string, offsets: Offsets): Promise<number> {
    return Promise.resolve(offsets.get(PARTITION) ?? 0);
  }

  async consume(subscription: Subscription): Promise<Consumer> {
    await this.reach(() => this.listener.connection());
    const inner = new LogConsumer(this, this.listener, subscription, this.failed);
    const consumer: Consumer = {
      stop: () => {
        this.consumers.delete(consumer);
        return inner.stop();
      },
    };
    this.consumers.add(consumer);
    return consumer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.listener.close();
  }

  private group(topic: string): GroupCommit {
    const known = this.groups.get(topic);
    if (known) return known;
    const made = new GroupCommit((facts) => this.write(topic, facts));
    this.groups.set(topic, made);
    return made;
  }

  private async write(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    const values = [
      topic,
      facts.map((fact) => fact.id),
      facts.map((fact) => fact.type),
      facts.map((fact) => fact.key),
      facts.map((fact) => fact.time),
      facts.map(causeText),
      facts.map((fact) => fact.fingerprint ?? null),
      facts.map((fact) => JSON.stringify(fact.data)),
    ];
    const { rows } = await this.reach(() =>
      this.pool.query<{ place: string; outcome: Appended['outcome'] }>({ ...APPEND, values }),
    );
    return rows.map(({ place, outcome }) => ({
      partition: PARTITION,
      offset: Number(place),
      position: Number(place),
      outcome,
    }));
  }

  private async reach<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (cause) {
      throw new Unavailable('log-unavailable', 'The event log cannot be reached.', { cause });
    }
  }
}

function recorded(row: FactRow): Recorded {
  return {
    partition: PARTITION,
    offset: Number(row.offset),
    position: Number(row.offset),
    id: row.id,
    type: row.type,
    key: row.key,
    time: row.time,
    ...causeOf(row.correlation_id),
    data: row.data,
    ...(row.fingerprint === null ? {} : { fingerprint: row.fingerprint }),
  };
}
