import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_FACTS } from './append-facts.js';

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
    `);
    await runner.query(APPEND_FACTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION append_facts; DROP TABLE event_log, event_topic;`);
  }
}
