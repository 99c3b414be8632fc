import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What wards said: every statement, for good, and every refusal. Within a cell the period comes first in
 * the index, so that what is written together lies together however long the history is.
 */
export class Ledger1760000003001 implements MigrationInterface {
  name = 'Ledger1760000003001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report (
        report_id text COLLATE "C" PRIMARY KEY,
        indicator_no int NOT NULL,
        unit_no int NOT NULL,
        period int NOT NULL,
        official boolean NOT NULL,
        amount numeric NOT NULL,
        denominator numeric,
        log_offset bigint NOT NULL,
        received_at timestamptz NOT NULL,
        recorded_at timestamptz,
        sender text NOT NULL,
        fingerprint text COLLATE "C" NOT NULL,
        extra json,
        withdrawn_offset bigint,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text
      )`);
    await runner.query(`CREATE INDEX report_cell ON report (period, indicator_no, unit_no)`);
    await runner.query(`
      CREATE TABLE refusal (
        id text COLLATE "C" PRIMARY KEY,
        report_id text COLLATE "C",
        indicator text,
        unit text,
        unit_code text,
        period text,
        sender text NOT NULL,
        sender_key text NOT NULL,
        errors json NOT NULL,
        refused_at timestamptz NOT NULL,
        correlation_id text NOT NULL
      )`);
    await runner.query(`
      CREATE INDEX refusal_report ON refusal (report_id, refused_at) WHERE report_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE refusal, report`);
  }
}
