import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When someone must act: episodes, what is due, evaluations asked for, and what has to be delivered. */
export class Alerts1760000005001 implements MigrationInterface {
  name = 'Alerts1760000005001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE delivery, evaluation, due_item, alert`);
  }
}

const STATEMENTS: readonly string[] = [
  `CREATE TABLE alert (
     no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     id text COLLATE "C" NOT NULL UNIQUE,
     rule text COLLATE "C" NOT NULL,
     target_id text COLLATE "C" NOT NULL,
     target_no int,
     indicator text COLLATE "C" NOT NULL,
     unit text COLLATE "C" NOT NULL,
     severity text NOT NULL,
     episode int NOT NULL,
     state text NOT NULL,
     is_open boolean NOT NULL,
     worst smallint,
     period int,
     raised_at text,
     resolved_at text,
     timeline json NOT NULL,
     lines int NOT NULL,
     UNIQUE (rule, target_id, episode)
   )`,
  `CREATE UNIQUE INDEX alert_open ON alert (rule, target_id) WHERE is_open`,
  `CREATE INDEX alert_of_target ON alert (rule, target_no) WHERE is_open`,
  `CREATE INDEX alert_by_state ON alert (state, no)`,
  `CREATE INDEX alert_by_unit ON alert (unit, no)`,
  `CREATE TABLE due_item (
     rule text COLLATE "C" PRIMARY KEY,
     schedule text NOT NULL,
     next_run timestamptz NOT NULL,
     last_run timestamptz
   )`,
  `CREATE TABLE evaluation (
     id text COLLATE "C" PRIMARY KEY,
     rule text COLLATE "C",
     asked_by text NOT NULL,
     asked_at timestamptz NOT NULL,
     correlation_id text NOT NULL,
     state text NOT NULL,
     finished_at timestamptz,
     evaluated int,
     raised int,
     resolved int,
     error text
   )`,
  `CREATE INDEX evaluation_unfinished ON evaluation (asked_at) WHERE state IN ('queued', 'running')`,
  `CREATE TABLE delivery (
     no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     fact_id text COLLATE "C" NOT NULL,
     channel text COLLATE "C" NOT NULL,
     alert_id text COLLATE "C" NOT NULL,
     body text NOT NULL,
     correlation_id text NOT NULL,
     state text NOT NULL DEFAULT 'pending',
     attempts int NOT NULL DEFAULT 0,
     next_attempt_at timestamptz NOT NULL DEFAULT now(),
     delivered_at timestamptz,
     last_error text,
     UNIQUE (fact_id, channel)
   )`,
  `CREATE INDEX delivery_due ON delivery (channel, next_attempt_at) WHERE state = 'pending'`,
  `CREATE INDEX delivery_of_alert ON delivery (alert_id, channel, no)`,
  `COMMENT ON TABLE alert IS 'Episodes of rules, one row each, as the facts of the alerts topic tell.'`,
  `COMMENT ON COLUMN alert.worst IS 'The tens of the worst verdict that the timeline tells of: 1 attained to 5 missed.'`,
  `COMMENT ON COLUMN alert.period IS 'The latest assessed period that the timeline tells of.'`,
  `COMMENT ON TABLE due_item IS 'When each rule is evaluated next; the job queue only brings somebody to look.'`,
  `COMMENT ON TABLE delivery IS 'What has to reach a channel, once per alert and transition; times are those of the database, whatever the demonstration clock says.'`,
  `COMMENT ON COLUMN delivery.next_attempt_at IS 'While an attempt is under way, the moment from which it counts as lost.'`,
];
