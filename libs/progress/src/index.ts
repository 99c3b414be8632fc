export {
  CATALOGUE_PROGRESS,
  CatalogueProgressProjection,
} from './catalogue-progress.projection.js';
export { progressMigrations } from './migrations/index.js';
export { ProgressModule } from './progress.module.js';
export { REPORT_PROGRESS, ReportProgressProjection } from './report-progress.projection.js';
export { Revisits } from './revisits.js';
export { RebuildProgress } from './rebuild-progress.js';
export { assess } from './model/assess.js';
export { exact, written } from './model/exact.js';
export type { Figure, Figures, Plan } from './model/types.js';
export { verdictOf, VERDICTS, type Verdict } from './model/verdict.js';
