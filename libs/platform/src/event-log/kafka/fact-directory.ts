import type { Sql } from '../../database/database.js';
import type { Appended, Fact, Offsets, Place } from '../event-log.js';

/** Facts of one partition that were appended together: their positions and offsets rise side by side. */
export interface Segment {
  readonly partition: number;
  readonly firstPosition: number;
  readonly firstOffset: number;
  readonly facts: number;
}

const LOCK_TOPIC = `SELECT 1 FROM event_topic WHERE topic = $1 FOR UPDATE`;
const MAKE_TOPIC = `INSERT INTO event_topic (topic) VALUES ($1) ON CONFLICT DO NOTHING`;

const PLACE = `
  CROSS JOIN LATERAL (
    SELECT s.partition, s.first_offset + f.position - s.first_position AS log_offset
    FROM log_segment s WHERE s.topic = f.topic AND s.first_position <= f.position
    ORDER BY s.first_position DESC LIMIT 1
  ) place`;

const KNOWN = `
  SELECT f.id, f.fingerprint, f.position, place.partition, place.log_offset
  FROM fact_id f ${PLACE} WHERE f.topic = $1 AND f.id = ANY ($2)`;

const POSITIONS = `SELECT nextval('fact_position') AS position FROM generate_series(1, $1::int)`;

const KEEP = `
  WITH kept AS (
    INSERT INTO fact_id (topic, id, fingerprint, position)
    SELECT $1, id, fingerprint, position
    FROM unnest($2::text[], $3::text[], $4::bigint[]) AS f (id, fingerprint, position)
  )
  INSERT INTO log_segment (topic, partition, first_position, first_offset, end_offset)
  SELECT $1, * FROM unnest($5::int[], $6::bigint[], $7::bigint[], $8::int[])`;

const BETWEEN = `
  SELECT partition, first_position AS "firstPosition", first_offset AS "firstOffset",
         end_offset - first_offset AS facts
  FROM log_segment
  WHERE topic = $1 AND first_position < $3 AND first_position >= coalesce(
    (SELECT max(first_position) FROM log_segment WHERE topic = $1 AND first_position <= $2), 0)
  ORDER BY first_position`;

/** For each partition the first segment that has not come by; and what follows the last segment of all. */
const POSITION_AT = `
  SELECT least(
    (SELECT min(ahead.position) FROM unnest($2::int[], $3::bigint[]) AS at (partition, log_offset)
     CROSS JOIN LATERAL (
       SELECT s.first_position + greatest(0, at.log_offset - s.first_offset) AS position
       FROM log_segment s
       WHERE s.topic = $1 AND s.partition = at.partition AND s.end_offset > at.log_offset
       ORDER BY s.end_offset LIMIT 1) ahead),
    (SELECT first_position + end_offset - first_offset FROM log_segment WHERE topic = $1
     ORDER BY first_position DESC LIMIT 1)) AS position`;

interface PlaceRow {
  readonly id: string;
  readonly fingerprint: string | null;
  readonly position: string;
  readonly partition: number;
  readonly log_offset: string;
}

/**
 * What Kafka cannot tell: which ids a topic has, and where each position stands. Kept in PostgreSQL, in the
 * transaction during which the facts are sent.
 */
export class FactDirectory {
  constructor(
    private readonly sql: Sql,
    private readonly topic: string,
  ) {}

  /** Until the transaction ends nobody else appends to the topic. */
  async takeAlone(): Promise<void> {
    const { rowCount } = await this.sql.query(LOCK_TOPIC, [this.topic]);
    if (rowCount === 1) return;
    await this.sql.query(MAKE_TOPIC, [this.topic]);
    await this.sql.query(LOCK_TOPIC, [this.topic]);
  }

  /** The facts among these whose ids the topic has, by id, with what that makes of them. */
  async known(facts: readonly Fact[]): Promise<ReadonlyMap<string, Appended>> {
    const places = await this.rows(facts.map(({ id }) => id));
    const fingerprints = new Map(facts.map(({ id, fingerprint }) => [id, fingerprint ?? null]));
    return new Map(
      places.map((row) => {
        const isSame = fingerprints.get(row.id) === row.fingerprint;
        return [row.id, { ...placeOf(row), outcome: isSame ? 'repeated' : 'conflicting' }];
      }),
    );
  }

  /** Where the fact of an id stands; undefined when the topic does not have it. */
  async place(id: string): Promise<Place | undefined> {
    const [row] = await this.rows([id]);
    return row && placeOf(row);
  }

  /** So many positions above all that were ever given out; a rolled-back transaction leaves a gap. */
  async positions(count: number): Promise<readonly number[]> {
    const { rows } = await this.sql.query<{ position: string }>(POSITIONS, [count]);
    return rows.map(({ position }) => Number(position)).sort((a, b) => a - b);
  }

  async keep(facts: readonly (Fact & Place)[], segments: readonly Segment[]): Promise<void> {
    await this.sql.query({
      name: 'keep-facts',
      text: KEEP,
      values: [
        this.topic,
        facts.map(({ id }) => id),
        facts.map(({ fingerprint }) => fingerprint ?? null),
        facts.map(({ position }) => position),
        segments.map(({ partition }) => partition),
        segments.map(({ firstPosition }) => firstPosition),
        segments.map(({ firstOffset }) => firstOffset),
        segments.map(({ firstOffset, facts }) => firstOffset + facts),
      ],
    });
  }

  /** The parts of segments from one position to before another, in the order of positions. */
  async between(from: number, to: number): Promise<readonly Segment[]> {
    const values = [this.topic, from, to];
    const { rows } = await this.sql.query<Record<keyof Segment, string>>(BETWEEN, values);
    return rows.map(segmentOf).flatMap((segment) => cut(segment, from, to));
  }

  async positionAt(offsets: Offsets): Promise<number> {
    const values = [this.topic, [...offsets.keys()], [...offsets.values()]];
    const { rows } = await this.sql.query<{ position: string | null }>(POSITION_AT, values);
    return Number(rows[0]?.position ?? 0);
  }

  private async rows(ids: readonly string[]): Promise<readonly PlaceRow[]> {
    const values = [this.topic, ids];
    return (await this.sql.query<PlaceRow>({ name: 'known-facts', text: KNOWN, values })).rows;
  }
}

function placeOf({ partition, log_offset, position }: PlaceRow): Place {
  return { partition, offset: Number(log_offset), position: Number(position) };
}

function segmentOf(row: Record<keyof Segment, string>): Segment {
  return {
    partition: Number(row.partition),
    firstPosition: Number(row.firstPosition),
    firstOffset: Number(row.firstOffset),
    facts: Number(row.facts),
  };
}

function cut(segment: Segment, from: number, to: number): Segment[] {
  const skipped = Math.max(0, from - segment.firstPosition);
  const facts = Math.min(segment.facts, to - segment.firstPosition) - skipped;
  if (facts <= 0) return [];
  return [
    {
      partition: segment.partition,
      firstPosition: segment.firstPosition + skipped,
      firstOffset: segment.firstOffset + skipped,
      facts,
    },
  ];
}
