import { CatalogueModule } from '#catalogue';
import { ProjectionRunner } from '#platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { GetReceiptHandler } from './get-receipt.js';
import { RefusalProjection } from './refusals/refusal.projection.js';
import { ReportHistoryHandler } from './report-history.js';
import { SubmitReportsHandler } from './submit-reports.js';
import { WithdrawReportHandler } from './withdraw-report.js';

/** What wards said: takes reports, takes them back, and answers what became of them. */
@Module({
  imports: [CatalogueModule],
  providers: [
    SubmitReportsHandler,
    WithdrawReportHandler,
    GetReceiptHandler,
    ReportHistoryHandler,
    RefusalProjection,
  ],
  exports: [RefusalProjection],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly refusalProjection: RefusalProjection,
  ) {}

  onModuleInit(): void {
    this.runner.offer(this.refusalProjection);
  }
}
