import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_FACTS } from './append-facts.js';

/** Appending compared every id with the whole of a young log; a log from before gets the probes too. */
export class AppendByProbe1760000001003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND_FACTS);
  }

  /** The function's signature is as it was. */
  async down(): Promise<void> {}
}
