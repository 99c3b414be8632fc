import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What topics say that tell other systems how things stand. Empty where there are none. Offsets of these
 * topics are in `projection_position`, under the topic's name.
 */
export class PublishedMessages1760000001005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE published_message (
        topic text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        partition int NOT NULL,
        fingerprint text NOT NULL,
        PRIMARY KEY (topic, key)
      ) WITH (fillfactor = 80);
      COMMENT ON TABLE published_message IS
        'A copy of what a published topic says: of each key the content of the last message, in short.';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE published_message`);
  }
}
