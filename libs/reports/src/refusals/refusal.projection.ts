import { TOPICS, type RefusedReport } from '#contracts';
import type { Projection, Recorded, Sql } from '#platform';
import { Injectable } from '@nestjs/common';
import { writeRefusals } from './write-refusals.js';

/** Facts of refusals become rows, for receipts and counts. */
@Injectable()
export class RefusalProjection implements Projection {
  static readonly projection = 'reports.refusals';
  readonly name = RefusalProjection.projection;
  readonly topic = TOPICS.refusals;
  readonly maxBatch = 5000;

  apply(tx: Sql, facts: readonly Recorded[]): Promise<void> {
    return writeRefusals(tx, facts as readonly Recorded<RefusedReport>[]);
  }
}
