import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log. The topic's row holds the next offset and is locked until an append commits: offsets rise by
 * one and are committed in order, so a reader that has seen one offset has seen all before it.
 */
export class EventLog1760000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_topic (
        topic text COLLATE "C" PRIMARY KEY,
        next_offset bigint NOT NULL DEFAULT 0
      ) WITH (fillfactor = 10);

      CREATE TABLE event_log (
        topic text COLLATE "C" NOT NULL,
        log_offset bigint NOT NULL,
        id text COLLATE "C" NOT NULL,
        type text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        time text COLLATE "C" NOT NULL,
        correlation_id text COLLATE "C" NOT NULL,
        fingerprint text COLLATE "C",
        data json NOT NULL,
        PRIMARY KEY (topic, log_offset),
        UNIQUE (id, topic)
      );

      -- One statement per group of facts; ids are unique within a call. The look-up by id must not grow
      -- with the log whatever the statistics say, so no other plan is left: IS TRUE keeps the index on
      -- (topic, log_offset) out.
      CREATE FUNCTION append_facts(
        the_topic text, ids text[], types text[], keys text[], times text[],
        correlations text[], fingerprints text[], bodies text[]
      ) RETURNS TABLE (place bigint, outcome text)
      LANGUAGE plpgsql
      SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
      AS $$
      DECLARE
        first bigint;
        fresh bigint;
      BEGIN
        SELECT next_offset INTO first FROM event_topic WHERE topic = the_topic FOR UPDATE;
        IF NOT FOUND THEN
          INSERT INTO event_topic (topic) VALUES (the_topic) ON CONFLICT DO NOTHING;
          SELECT next_offset INTO first FROM event_topic WHERE topic = the_topic FOR UPDATE;
        END IF;

        RETURN QUERY
        WITH given AS (
          SELECT * FROM unnest(ids, types, keys, times, correlations, fingerprints, bodies)
            WITH ORDINALITY AS g (id, type, key, time, correlation_id, fingerprint, body, n)
        ), judged AS (
          SELECT g.*, known.log_offset AS known,
                 known.fingerprint IS NOT DISTINCT FROM g.fingerprint AS same
          FROM given g
          LEFT JOIN event_log known ON known.id = g.id AND (known.topic = the_topic) IS TRUE
        ), placed AS (
          SELECT j.*, coalesce(j.known, first - 1 + count(*) FILTER (WHERE j.known IS NULL)
                                                   OVER (ORDER BY j.n)) AS place
          FROM judged j
        ), written AS (
          INSERT INTO event_log (topic, log_offset, id, type, key, time, correlation_id, fingerprint, data)
          SELECT the_topic, p.place, p.id, p.type, p.key, p.time, p.correlation_id, p.fingerprint,
                 p.body::json
          FROM placed p WHERE p.known IS NULL
        )
        SELECT p.place, CASE WHEN p.known IS NULL THEN 'appended'
                             WHEN p.same THEN 'repeated'
                             ELSE 'conflicting' END
        FROM placed p ORDER BY p.n;

        SELECT count(*) INTO fresh FROM event_log e
        WHERE e.topic = the_topic AND e.log_offset >= first;
        IF fresh > 0 THEN
          UPDATE event_topic SET next_offset = first + fresh WHERE topic = the_topic;
          PERFORM pg_notify('tiendo_log', the_topic);
        END IF;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION append_facts; DROP TABLE event_log, event_topic;`);
  }
}
