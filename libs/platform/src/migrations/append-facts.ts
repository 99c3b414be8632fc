/**
 * One statement per group of facts; ids are unique within a call. The look-up by id must not grow with the
 * log whatever the statistics say, and those of a young log say that it is empty: each id is a probe of its
 * own (LIMIT keeps it one), and IS TRUE leaves it the index on (id, topic) only.
 */
export const APPEND_FACTS = `
  CREATE OR REPLACE FUNCTION append_facts(
    the_topic text, ids text[], types text[], keys text[], times text[],
    correlations text[], fingerprints text[], bodies text[]
  ) RETURNS TABLE (place bigint, outcome text)
  LANGUAGE plpgsql
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off
  AS $$
  DECLARE
    first bigint;
    next bigint;
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
      LEFT JOIN LATERAL (
        SELECT e.log_offset, e.fingerprint FROM event_log e
        WHERE e.id = g.id AND (e.topic = the_topic) IS TRUE LIMIT 1
      ) known ON true
    ), placed AS (
      SELECT j.*, coalesce(j.known, first - 1 + count(*) FILTER (WHERE j.known IS NULL)
                                               OVER (ORDER BY j.n)) AS place
      FROM judged j
    ), written AS (
      INSERT INTO event_log (topic, log_offset, id, type, key, time, correlation_id, fingerprint, data)
      SELECT the_topic, p.place, p.id, p.type, p.key, p.time, p.correlation_id, p.fingerprint,
             p.body::json
      FROM placed p WHERE p.known IS NULL
      RETURNING 1
    ), advanced AS (
      UPDATE event_topic SET next_offset = first + (SELECT count(*) FROM written)
      WHERE topic = the_topic AND EXISTS (SELECT FROM written)
    )
    SELECT p.place, CASE WHEN p.known IS NULL THEN 'appended'
                         WHEN p.same THEN 'repeated'
                         ELSE 'conflicting' END
    FROM placed p ORDER BY p.n;

    SELECT next_offset INTO next FROM event_topic WHERE topic = the_topic;
    IF next > first THEN
      PERFORM pg_notify('tiendo_log', the_topic);
    END IF;
  END $$`;
