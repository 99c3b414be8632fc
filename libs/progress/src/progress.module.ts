import { CatalogueModule } from '#catalogue';
import { Module } from '@nestjs/common';
import { CatalogueProgressProjection } from './catalogue-progress.projection.js';
import { ExplainTargetHandler } from './explain-target.js';
import { GetChangedProgressHandler } from './get-changed-progress.js';
import { GetProgressHandler } from './get-progress.js';
import { GetSeriesHandler } from './get-series.js';
import { GetSubmissionsHandler } from './get-submissions.js';
import { RebuildProgress } from './rebuild-progress.js';
import { ReportProgressProjection } from './report-progress.projection.js';
import { Revisits } from './revisits.js';

/** Where targets stand: offers the projections that keep it, and answers what is asked of it. */
@Module({
  imports: [CatalogueModule],
  providers: [
    ReportProgressProjection,
    CatalogueProgressProjection,
    RebuildProgress,
    Revisits,
    GetProgressHandler,
    GetSeriesHandler,
    ExplainTargetHandler,
    GetSubmissionsHandler,
    GetChangedProgressHandler,
  ],
  exports: [ReportProgressProjection, CatalogueProgressProjection, RebuildProgress, Revisits],
})
export class ProgressModule {}
