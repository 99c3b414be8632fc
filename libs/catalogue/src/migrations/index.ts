import { Documents1760000002001 } from './documents-1760000002001.js';

/** The tables of reference data, in the order in which they came. */
export const catalogueMigrations = [Documents1760000002001];
