export { GetProgress, type ProgressPage, type ProgressQuestion } from './get-progress.js';
export { GetSeries, type Series } from './get-series.js';
export { ExplainTarget } from './explain-target.js';
export { GetSubmissions, type SubmissionPage, type SubmissionQuestion } from './get-submissions.js';
export { GetChangedProgress, type ChangedProgress } from './get-changed-progress.js';
export { type NotAnswered } from './not-answered.js';
export { REPORT_PROGRESS, ReportProgressProjection } from './report-progress.projection.js';
export {
  CATALOGUE_PROGRESS,
  CatalogueProgressProjection,
} from './catalogue-progress.projection.js';
export { Revisits } from './revisits.js';
export { ProgressPublication } from './progress-publication.js';
export {
  rebuildProgress,
  type RebuildEngines,
  type RebuildProgressed,
  type Rebuilt,
  type RebuildWish,
} from './rebuild/rebuild-progress.js';
export type { Comparison, StatusChange } from './rebuild/compare-progress.js';
export type { LeftOut } from './rebuild/replay.js';
export { assessedPeriods } from './assessed-periods.js';
export { asOf, todayAt, type Today } from './today.js';
export { assess } from './model/assess.js';
export { exact, written } from './model/exact.js';
export type { Assessment, Figure, Figures, Plan } from './model/types.js';
export { verdictOf, VERDICTS, type Verdict } from './model/verdict.js';
export { ProgressModule } from './progress.module.js';
export { progressMigrations } from './migrations/index.js';
