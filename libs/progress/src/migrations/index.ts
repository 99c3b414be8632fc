import { Progress1760000004001 } from './progress-1760000004001.js';

/** The read models of progress, in the order in which they came. */
export const progressMigrations = [Progress1760000004001];
