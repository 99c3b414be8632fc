import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys are kept as hashes; a revoked key stays, so that what it did can still be told. */
export class ApiKeys1760000006001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        id text COLLATE "C" PRIMARY KEY,
        hash text COLLATE "C" NOT NULL UNIQUE,
        name text NOT NULL,
        roles text[] NOT NULL,
        units text[] NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        revoked_at timestamptz,
        revoked_by text
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE api_key;`);
  }
}
