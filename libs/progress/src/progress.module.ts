import { CatalogueModule } from '#catalogue';
import { Module } from '@nestjs/common';
import { CatalogueProgressProjection } from './catalogue-progress.projection.js';
import { RebuildProgress } from './rebuild-progress.js';
import { ReportProgressProjection } from './report-progress.projection.js';
import { Revisits } from './revisits.js';

/** Where targets stand: offers the projections that keep it, and answers what is asked of it. */
@Module({
  imports: [CatalogueModule],
  providers: [ReportProgressProjection, CatalogueProgressProjection, RebuildProgress, Revisits],
  exports: [ReportProgressProjection, CatalogueProgressProjection, RebuildProgress, Revisits],
})
export class ProgressModule {}
