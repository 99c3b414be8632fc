import { CurrentCatalogue } from '#catalogue';
import { TOPICS } from '#contracts';
import { Clock, type Follower, type Projection, type Recorded, type Sql } from '#platform';
import { recordReports } from '#reports';
import { Injectable } from '@nestjs/common';
import { applyCells } from './apply-cells.js';
import { countedCells } from './cells.js';
import { holdShape, judgedBy } from './progress-state.js';
import { todayAt } from './today.js';

export const REPORT_PROGRESS: Follower = { name: 'report-progress', topic: TOPICS.reports };

/**
 * What wards said becomes the ledger, the figures and roll-ups, and where targets stand: all in the
 * transaction of the batch, so that nobody sees one without the others.
 */
@Injectable()
export class ReportProgressProjection implements Projection {
  readonly name = REPORT_PROGRESS.name;
  readonly topic = REPORT_PROGRESS.topic;
  readonly maxBatch = 10_000;

  constructor(
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async apply(tx: Sql, facts: readonly Recorded[]): Promise<void> {
    const now = this.clock.now();
    const catalogue = await this.catalogues.load(await holdShape(tx), tx);
    const recording = await recordReports(tx, facts, catalogue, now);
    const cells = await countedCells(tx, recording, catalogue);
    const today = todayAt(now);
    await judgedBy(tx, today(catalogue.calendar('civil')));
    await applyCells(tx, catalogue, cells, today);
  }
}
