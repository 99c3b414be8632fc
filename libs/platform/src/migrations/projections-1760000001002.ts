import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each projection stands, and what it had to set aside. */
export class Projections1760000001002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE projection_position (
        projection text COLLATE "C" NOT NULL,
        partition int NOT NULL,
        next_offset bigint NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (projection, partition)
      ) WITH (fillfactor = 10);

      -- poison: the fact that cannot be applied; waiting: a later fact of the same key behind it.
      CREATE TABLE parked_fact (
        projection text COLLATE "C" NOT NULL,
        partition int NOT NULL,
        log_offset bigint NOT NULL,
        key text COLLATE "C" NOT NULL,
        state text NOT NULL CHECK (state IN ('poison', 'waiting')),
        fact jsonb NOT NULL,
        error text,
        code_version text NOT NULL,
        parked_at timestamptz NOT NULL,
        PRIMARY KEY (projection, partition, log_offset)
      );
      CREATE INDEX parked_fact_by_key ON parked_fact (projection, partition, key, log_offset);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE parked_fact, projection_position;`);
  }
}
