export {
  CATALOGUE_PROGRESS,
  CatalogueProgressProjection,
} from './catalogue-progress.projection.js';
export { progressMigrations } from './migrations/index.js';
export { ProgressModule } from './progress.module.js';
export { REPORT_PROGRESS, ReportProgressProjection } from './report-progress.projection.js';
export { Revisits } from './revisits.js';
