import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reference data: every document in its latest version, every version it had, and the versions of the
 * whole, each with the fact that tells of it until that fact is in the log.
 */
export class Documents1760000002001 implements MigrationInterface {
  name = 'Documents1760000002001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reference_version (
        version int PRIMARY KEY,
        at timestamptz NOT NULL,
        by text NOT NULL,
        why text,
        correlation_id text NOT NULL,
        changes jsonb NOT NULL,
        announced boolean NOT NULL DEFAULT false
      )`);
    await runner.query(`
      CREATE INDEX reference_version_unannounced ON reference_version (version) WHERE NOT announced`);
    await runner.query(`
      CREATE TABLE document (
        no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        collection text NOT NULL,
        code text COLLATE "C" NOT NULL,
        version int NOT NULL,
        reference_version int NOT NULL,
        body jsonb NOT NULL,
        ended boolean NOT NULL,
        UNIQUE (collection, code)
      )`);
    await runner.query(`
      CREATE INDEX document_target_resolution ON document ((body ->> 'resolution'))
      WHERE collection = 'targets'`);
    await runner.query(`
      CREATE TABLE document_version (
        document_no int NOT NULL REFERENCES document,
        version int NOT NULL,
        reference_version int NOT NULL REFERENCES reference_version,
        body jsonb NOT NULL,
        ended boolean NOT NULL,
        PRIMARY KEY (document_no, version)
      )`);
    await runner.query(`
      CREATE INDEX document_version_reference ON document_version (reference_version, document_no)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE document_version, document, reference_version`);
  }
}
