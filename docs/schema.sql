-- The schema of a freshly migrated database, read back from PostgreSQL: npm run generate
-- To be read and reviewed, not to be run: what runs are the migrations of libs/*/src/migrations.

CREATE TABLE alert (
  no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  id text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  target_id text COLLATE "C" NOT NULL,
  target_no integer,
  indicator text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  severity text NOT NULL,
  episode integer NOT NULL,
  state text NOT NULL,
  is_open boolean NOT NULL,
  worst smallint,
  period integer,
  raised_at text,
  resolved_at text,
  timeline json NOT NULL,
  lines integer NOT NULL,
  CONSTRAINT alert_pkey PRIMARY KEY (no),
  CONSTRAINT alert_id_key UNIQUE (id),
  CONSTRAINT alert_rule_target_id_episode_key UNIQUE (rule, target_id, episode)
);
CREATE INDEX alert_by_state ON public.alert USING btree (state, no);
CREATE INDEX alert_by_unit ON public.alert USING btree (unit, no);
CREATE INDEX alert_of_target ON public.alert USING btree (rule, target_no) WHERE is_open;
CREATE UNIQUE INDEX alert_open ON public.alert USING btree (rule, target_id) WHERE is_open;

CREATE TABLE ancestry (
  unit_no integer NOT NULL,
  ancestor_no integer NOT NULL,
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  CONSTRAINT ancestry_pkey PRIMARY KEY (unit_no, ancestor_no)
);
CREATE INDEX ancestry_by_ancestor ON public.ancestry USING btree (ancestor_no);

CREATE TABLE api_key (
  id text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL,
  units text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by text,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_hash_key UNIQUE (hash)
);

CREATE TABLE band (
  period integer NOT NULL,
  target_no integer NOT NULL,
  closes_on date,
  next_deadline date,
  continues boolean NOT NULL,
  expected numeric,
  pace_zero numeric,
  pace_one numeric,
  closed_cuts numeric[] NOT NULL,
  open_cuts numeric[] NOT NULL,
  verdicts smallint[] NOT NULL,
  CONSTRAINT band_pkey PRIMARY KEY (period, target_no)
);

CREATE TABLE delivery (
  no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  fact_id text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  alert_id text COLLATE "C" NOT NULL,
  body text NOT NULL,
  correlation_id text NOT NULL,
  state text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL DEFAULT now(),
  delivered_at timestamp with time zone,
  last_error text,
  CONSTRAINT delivery_pkey PRIMARY KEY (no),
  CONSTRAINT delivery_fact_id_channel_key UNIQUE (fact_id, channel)
);
CREATE INDEX delivery_due ON public.delivery USING btree (channel, next_attempt_at) WHERE (state = 'pending'::text);
CREATE INDEX delivery_of_alert ON public.delivery USING btree (alert_id, channel, no);

CREATE TABLE document (
  no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  collection text NOT NULL,
  code text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  reference_version integer NOT NULL,
  body jsonb NOT NULL,
  ended boolean NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (no),
  CONSTRAINT document_collection_code_key UNIQUE (collection, code)
);
CREATE INDEX document_target_resolution ON public.document USING btree (((body ->> 'resolution'::text))) WHERE (collection = 'targets'::text);

CREATE TABLE document_version (
  document_no integer NOT NULL,
  version integer NOT NULL,
  reference_version integer NOT NULL,
  body jsonb NOT NULL,
  ended boolean NOT NULL,
  CONSTRAINT document_version_pkey PRIMARY KEY (document_no, version),
  CONSTRAINT document_version_document_no_fkey FOREIGN KEY (document_no) REFERENCES document(no),
  CONSTRAINT document_version_reference_version_fkey FOREIGN KEY (reference_version) REFERENCES reference_version(version)
);
CREATE INDEX document_version_reference ON public.document_version USING btree (reference_version, document_no);

CREATE TABLE due_count (
  unit_no integer NOT NULL,
  level text COLLATE "C" NOT NULL,
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  due integer NOT NULL,
  CONSTRAINT due_count_pkey PRIMARY KEY (unit_no, level, valid_from)
);

CREATE TABLE due_item (
  rule text COLLATE "C" NOT NULL,
  schedule text NOT NULL,
  next_run timestamp with time zone NOT NULL,
  last_run timestamp with time zone,
  CONSTRAINT due_item_pkey PRIMARY KEY (rule)
);

CREATE TABLE evaluation (
  id text COLLATE "C" NOT NULL,
  rule text COLLATE "C",
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL,
  state text NOT NULL,
  finished_at timestamp with time zone,
  evaluated integer,
  raised integer,
  resolved integer,
  error text,
  CONSTRAINT evaluation_pkey PRIMARY KEY (id)
);
CREATE INDEX evaluation_unfinished ON public.evaluation USING btree (asked_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE TABLE event_log (
  topic text COLLATE "C" NOT NULL,
  log_offset bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  "time" text COLLATE "C" NOT NULL,
  correlation_id text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C",
  data json NOT NULL,
  CONSTRAINT event_log_pkey PRIMARY KEY (topic, log_offset),
  CONSTRAINT event_log_id_topic_key UNIQUE (id, topic)
);

CREATE TABLE event_topic (
  topic text COLLATE "C" NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  CONSTRAINT event_topic_pkey PRIMARY KEY (topic)
) WITH (fillfactor=10);

CREATE TABLE fact_id (
  id text NOT NULL,
  topic text NOT NULL,
  fingerprint text,
  "position" bigint NOT NULL,
  CONSTRAINT fact_id_pkey PRIMARY KEY (id, topic)
);

CREATE TABLE figure (
  period integer NOT NULL,
  indicator_no integer NOT NULL,
  unit_no integer NOT NULL,
  reported integer NOT NULL,
  due integer NOT NULL,
  estimates integer NOT NULL,
  log_offset bigint NOT NULL,
  own boolean NOT NULL,
  official boolean NOT NULL,
  amount numeric NOT NULL,
  denominator numeric,
  CONSTRAINT figure_pkey PRIMARY KEY (period, indicator_no, unit_no)
) PARTITION BY RANGE (period);

CREATE TABLE log_segment (
  topic text NOT NULL,
  first_position bigint NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  end_offset bigint NOT NULL,
  CONSTRAINT log_segment_pkey PRIMARY KEY (topic, first_position)
);
CREATE INDEX log_segment_by_offset ON public.log_segment USING btree (topic, partition, end_offset);

CREATE TABLE migration (
  id integer NOT NULL DEFAULT nextval('migration_id_seq'::regclass),
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
);

CREATE TABLE parked_fact (
  projection text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  state text NOT NULL,
  fact jsonb NOT NULL,
  error text,
  code_version text NOT NULL,
  parked_at timestamp with time zone NOT NULL,
  CONSTRAINT parked_fact_pkey PRIMARY KEY (projection, partition, log_offset),
  CONSTRAINT parked_fact_state_check CHECK ((state = ANY (ARRAY['poison'::text, 'waiting'::text])))
);
CREATE INDEX parked_fact_by_key ON public.parked_fact USING btree (projection, partition, key, log_offset);

CREATE TABLE progress_state (
  one boolean NOT NULL DEFAULT true,
  catalogue_version integer NOT NULL,
  revisited_on date,
  prepared_on date,
  CONSTRAINT progress_state_pkey PRIMARY KEY (one),
  CONSTRAINT progress_state_one_check CHECK (one)
);

CREATE TABLE projection_position (
  projection text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT projection_position_pkey PRIMARY KEY (projection, partition)
) WITH (fillfactor=10);

CREATE TABLE published_message (
  topic text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  fingerprint text NOT NULL,
  CONSTRAINT published_message_pkey PRIMARY KEY (topic, key)
) WITH (fillfactor=80);

CREATE TABLE reference_version (
  version integer NOT NULL,
  at timestamp with time zone NOT NULL,
  by text NOT NULL,
  why text,
  correlation_id text NOT NULL,
  changes jsonb NOT NULL,
  announced boolean NOT NULL DEFAULT false,
  CONSTRAINT reference_version_pkey PRIMARY KEY (version)
);
CREATE INDEX reference_version_unannounced ON public.reference_version USING btree (version) WHERE (NOT announced);

CREATE TABLE refusal (
  id text COLLATE "C" NOT NULL,
  report_id text COLLATE "C",
  indicator text,
  unit text,
  unit_code text,
  period text,
  sender text NOT NULL,
  sender_key text NOT NULL,
  errors json NOT NULL,
  refused_at timestamp with time zone NOT NULL,
  correlation_id text NOT NULL,
  CONSTRAINT refusal_pkey PRIMARY KEY (id)
);
CREATE INDEX refusal_report ON public.refusal USING btree (report_id, refused_at) WHERE (report_id IS NOT NULL);

CREATE TABLE report (
  report_id text COLLATE "C" NOT NULL,
  indicator_no integer NOT NULL,
  unit_no integer NOT NULL,
  period integer NOT NULL,
  official boolean NOT NULL,
  amount numeric NOT NULL,
  denominator numeric,
  log_offset bigint NOT NULL,
  received_at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone,
  sender text NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  extra json,
  withdrawn_offset bigint,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  CONSTRAINT report_pkey PRIMARY KEY (report_id)
);
CREATE INDEX report_cell ON public.report USING btree (period, indicator_no, unit_no);

CREATE TABLE standing (
  no integer NOT NULL,
  target_no integer,
  indicator_no integer NOT NULL,
  unit_no integer NOT NULL,
  window_from integer NOT NULL,
  window_to integer NOT NULL,
  period integer,
  reported integer NOT NULL,
  due integer NOT NULL,
  estimates integer NOT NULL,
  carried_periods integer NOT NULL,
  revisit_on date,
  next_deadline date,
  verdict smallint NOT NULL,
  memory "char" NOT NULL,
  fold "char" NOT NULL,
  tainted boolean NOT NULL,
  log_offset bigint,
  actual numeric,
  carried_amount numeric,
  carried_denominator numeric,
  expected numeric,
  pace_zero numeric,
  pace_one numeric,
  CONSTRAINT standing_pkey PRIMARY KEY (no),
  CONSTRAINT standing_no_fkey FOREIGN KEY (no) REFERENCES standing_subject(no) ON DELETE CASCADE
) WITH (fillfactor=70);
CREATE INDEX standing_by_place ON public.standing USING btree (indicator_no, unit_no);
CREATE INDEX standing_by_unit ON public.standing USING btree (unit_no, no);

CREATE TABLE standing_subject (
  no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  target_no integer,
  indicator_no integer NOT NULL,
  unit_no integer NOT NULL,
  target_id text COLLATE "C",
  resolution text COLLATE "C",
  programme text COLLATE "C",
  sector text COLLATE "C" NOT NULL,
  level text COLLATE "C" NOT NULL,
  CONSTRAINT standing_subject_pkey PRIMARY KEY (no),
  CONSTRAINT standing_subject_target_no_key UNIQUE (target_no),
  CONSTRAINT standing_subject_check CHECK (((target_no IS NULL) = (target_id IS NULL)))
);
CREATE INDEX standing_subject_by_indicator ON public.standing_subject USING btree (indicator_no, unit_no);
CREATE INDEX standing_subject_by_programme ON public.standing_subject USING btree (programme, no);
CREATE INDEX standing_subject_by_resolution ON public.standing_subject USING btree (resolution, no);
CREATE UNIQUE INDEX standing_subject_without_target ON public.standing_subject USING btree (indicator_no, unit_no) WHERE (target_no IS NULL);

CREATE TABLE figure_2010 PARTITION OF figure FOR VALUES FROM (201000) TO (201100) WITH (fillfactor=80);
CREATE TABLE figure_2011 PARTITION OF figure FOR VALUES FROM (201100) TO (201200) WITH (fillfactor=80);
CREATE TABLE figure_2012 PARTITION OF figure FOR VALUES FROM (201200) TO (201300) WITH (fillfactor=80);
CREATE TABLE figure_2013 PARTITION OF figure FOR VALUES FROM (201300) TO (201400) WITH (fillfactor=80);
CREATE TABLE figure_2014 PARTITION OF figure FOR VALUES FROM (201400) TO (201500) WITH (fillfactor=80);
CREATE TABLE figure_2015 PARTITION OF figure FOR VALUES FROM (201500) TO (201600) WITH (fillfactor=80);
CREATE TABLE figure_2016 PARTITION OF figure FOR VALUES FROM (201600) TO (201700) WITH (fillfactor=80);
CREATE TABLE figure_2017 PARTITION OF figure FOR VALUES FROM (201700) TO (201800) WITH (fillfactor=80);
CREATE TABLE figure_2018 PARTITION OF figure FOR VALUES FROM (201800) TO (201900) WITH (fillfactor=80);
CREATE TABLE figure_2019 PARTITION OF figure FOR VALUES FROM (201900) TO (202000) WITH (fillfactor=80);
CREATE TABLE figure_2020 PARTITION OF figure FOR VALUES FROM (202000) TO (202100) WITH (fillfactor=80);
CREATE TABLE figure_2021 PARTITION OF figure FOR VALUES FROM (202100) TO (202200) WITH (fillfactor=80);
CREATE TABLE figure_2022 PARTITION OF figure FOR VALUES FROM (202200) TO (202300) WITH (fillfactor=80);
CREATE TABLE figure_2023 PARTITION OF figure FOR VALUES FROM (202300) TO (202400) WITH (fillfactor=80);
CREATE TABLE figure_2024 PARTITION OF figure FOR VALUES FROM (202400) TO (202500) WITH (fillfactor=80);
CREATE TABLE figure_2025 PARTITION OF figure FOR VALUES FROM (202500) TO (202600) WITH (fillfactor=80);
CREATE TABLE figure_2026 PARTITION OF figure FOR VALUES FROM (202600) TO (202700) WITH (fillfactor=80);
CREATE TABLE figure_2027 PARTITION OF figure FOR VALUES FROM (202700) TO (202800) WITH (fillfactor=80);
CREATE TABLE figure_2028 PARTITION OF figure FOR VALUES FROM (202800) TO (202900) WITH (fillfactor=80);
CREATE TABLE figure_2029 PARTITION OF figure FOR VALUES FROM (202900) TO (203000) WITH (fillfactor=80);
CREATE TABLE figure_2030 PARTITION OF figure FOR VALUES FROM (203000) TO (203100) WITH (fillfactor=80);
CREATE TABLE figure_2031 PARTITION OF figure FOR VALUES FROM (203100) TO (203200) WITH (fillfactor=80);
CREATE TABLE figure_2032 PARTITION OF figure FOR VALUES FROM (203200) TO (203300) WITH (fillfactor=80);
CREATE TABLE figure_2033 PARTITION OF figure FOR VALUES FROM (203300) TO (203400) WITH (fillfactor=80);
CREATE TABLE figure_2034 PARTITION OF figure FOR VALUES FROM (203400) TO (203500) WITH (fillfactor=80);
CREATE TABLE figure_2035 PARTITION OF figure FOR VALUES FROM (203500) TO (203600) WITH (fillfactor=80);
CREATE TABLE figure_2036 PARTITION OF figure FOR VALUES FROM (203600) TO (203700) WITH (fillfactor=80);
CREATE TABLE figure_2037 PARTITION OF figure FOR VALUES FROM (203700) TO (203800) WITH (fillfactor=80);
CREATE TABLE figure_2038 PARTITION OF figure FOR VALUES FROM (203800) TO (203900) WITH (fillfactor=80);
CREATE TABLE figure_2039 PARTITION OF figure FOR VALUES FROM (203900) TO (204000) WITH (fillfactor=80);
CREATE TABLE figure_2040 PARTITION OF figure FOR VALUES FROM (204000) TO (204100) WITH (fillfactor=80);
CREATE TABLE figure_other PARTITION OF figure DEFAULT WITH (fillfactor=80);

CREATE VIEW progress_now AS
 SELECT s.no,
    s.target_no,
    x.target_id,
    x.resolution,
    x.programme,
    x.sector,
    x.level,
    s.indicator_no,
    s.unit_no,
    s.window_from,
    s.window_to,
    s.period,
    s.actual,
    s.expected,
    s.pace_zero,
    s.pace_one,
    s.verdict,
        CASE s.verdict / 10
            WHEN 1 THEN 'attained'::text
            WHEN 2 THEN 'on-track'::text
            WHEN 3 THEN 'at-risk'::text
            WHEN 4 THEN 'off-track'::text
            WHEN 5 THEN 'missed'::text
            ELSE 'not-assessed'::text
        END AS status,
    s.reported,
    s.due,
    s.estimates,
    s.next_deadline,
    s.revisit_on,
    s.log_offset
   FROM standing s
     LEFT JOIN standing_subject x ON x.no = s.no;

CREATE OR REPLACE FUNCTION public.append_facts(the_topic text, ids text[], types text[], keys text[], times text[], correlations text[], fingerprints text[], bodies text[])
 RETURNS TABLE(place bigint, outcome text)
 LANGUAGE plpgsql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
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
  END $function$
;

CREATE OR REPLACE FUNCTION public.quotient(a numeric, b numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (((sign(a) * sign(b)) * div(((('2000000000000'::bigint)::numeric * abs(a)) + abs(b)), ((2)::numeric * abs(b)))) * 0.000000000001)
;
