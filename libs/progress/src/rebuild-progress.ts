import { CurrentCatalogue } from '#catalogue';
import { TOPICS } from '#contracts';
import { Clock, Database, EventLog, type Recorded } from '#platform';
import { forgetReports } from '#reports';
import { Injectable } from '@nestjs/common';
import { everything, followCatalogue } from './follow-catalogue.js';
import { followed, takeAlone } from './progress-state.js';
import { REPORT_PROGRESS, ReportProgressProjection } from './report-progress.projection.js';
import { todayAt } from './today.js';

const PARTITION = 0;

/**
 * Makes the ledger and all read models anew from the facts, by the reference data they follow. Must run
 * while the projections do not; facts that are parked stay out.
 */
@Injectable()
export class RebuildProgress {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly catalogues: CurrentCatalogue,
    private readonly projection: ReportProgressProjection,
    private readonly clock: Clock,
  ) {}

  /** Replays the facts before `end`: the next offset of the projection that this stands in for. */
  async rebuild(end: number): Promise<void> {
    await this.forget();
    const catalogue = await followed(this.catalogues, this.database);
    const today = todayAt(this.clock.now());
    const anew = { ...everything(catalogue), figures: new Set<string>() };
    await followCatalogue(this.database, catalogue, anew, today);
    const parked = await this.parked();
    for (let next = 0; next < end;) {
      const limit = Math.min(this.projection.maxBatch, end - next);
      const facts = await this.log.read(TOPICS.reports, PARTITION, next, limit);
      if (facts.length === 0) return;
      next = (facts.at(-1) as Recorded).offset + 1;
      const free = facts.filter((fact) => !parked.has(fact.offset));
      await this.database.transaction((tx) => this.projection.apply(tx, free));
    }
  }

  private async forget(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await takeAlone(tx);
      await tx.query(`TRUNCATE figure, band, standing, standing_subject`);
      await forgetReports(tx);
    });
  }

  private async parked(): Promise<ReadonlySet<number>> {
    const { rows } = await this.database.query<{ log_offset: string }>(
      `SELECT log_offset FROM parked_fact WHERE projection = $1`,
      [REPORT_PROGRESS],
    );
    return new Set(rows.map((row) => Number(row.log_offset)));
  }
}
