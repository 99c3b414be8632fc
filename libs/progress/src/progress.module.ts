import { CatalogueModule } from '#catalogue';
import { ProjectionRunner } from '#platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { CatalogueProgressProjection } from './catalogue-progress.projection.js';
import { ExplainTargetHandler } from './explain-target.js';
import { GetChangedProgressHandler } from './get-changed-progress.js';
import { GetProgressHandler } from './get-progress.js';
import { GetSeriesHandler } from './get-series.js';
import { GetSubmissionsHandler } from './get-submissions.js';
import { PositionGate } from './position-gate.js';
import { ProgressPublication } from './progress-publication.js';
import { ReportProgressProjection } from './report-progress.projection.js';
import { Revisits } from './revisits.js';

/** Where targets stand: offers the projections that keep it, and answers what is asked of it. */
@Module({
  imports: [CatalogueModule],
  providers: [
    ReportProgressProjection,
    CatalogueProgressProjection,
    Revisits,
    PositionGate,
    ProgressPublication,
    GetProgressHandler,
    GetSeriesHandler,
    ExplainTargetHandler,
    GetSubmissionsHandler,
    GetChangedProgressHandler,
  ],
  exports: [ReportProgressProjection, CatalogueProgressProjection, Revisits, ProgressPublication],
})
export class ProgressModule implements OnModuleInit {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly reportProgressProjection: ReportProgressProjection,
    private readonly catalogueProgressProjection: CatalogueProgressProjection,
  ) {}

  onModuleInit(): void {
    this.runner.offer(this.reportProgressProjection, this.catalogueProgressProjection);
  }
}
