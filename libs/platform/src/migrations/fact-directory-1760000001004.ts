import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the log on Kafka keeps beside it: which ids a topic has, and where positions stand. Empty where the
 * log itself is in PostgreSQL. A position that was given out is never given out again: a sequence.
 */
export class FactDirectory1760000001004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SEQUENCE fact_position MINVALUE 0 START 0;
      CREATE TABLE fact_id (
        id text NOT NULL,
        topic text NOT NULL,
        fingerprint text,
        position bigint NOT NULL,
        PRIMARY KEY (id, topic)
      );
      CREATE TABLE log_segment (
        topic text NOT NULL,
        first_position bigint NOT NULL,
        partition int NOT NULL,
        first_offset bigint NOT NULL,
        end_offset bigint NOT NULL,
        PRIMARY KEY (topic, first_position)
      );
      CREATE INDEX log_segment_by_offset ON log_segment (topic, partition, end_offset);
      COMMENT ON TABLE fact_id IS 'The ids that a topic of Kafka has, each once.';
      COMMENT ON TABLE log_segment IS
        'Facts that were appended together to a partition of Kafka: positions and offsets rise side by side.';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE log_segment, fact_id; DROP SEQUENCE fact_position`);
  }
}
