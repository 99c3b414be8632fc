import { TOPICS, type RefusedReport } from '#contracts';
import type { Follower, Projection, Recorded, Sql } from '#platform';
import { Injectable } from '@nestjs/common';
import { writeRefusals } from './write-refusals.js';

export const REFUSALS: Follower = { name: 'reports.refusals', topic: TOPICS.refusals };

/** Facts of refusals become rows, for receipts and counts. */
@Injectable()
export class RefusalProjection implements Projection {
  readonly name = REFUSALS.name;
  readonly topic = REFUSALS.topic;
  readonly maxBatch = 5000;

  apply(tx: Sql, facts: readonly Recorded[]): Promise<void> {
    return writeRefusals(tx, facts as readonly Recorded<RefusedReport>[]);
  }
}
