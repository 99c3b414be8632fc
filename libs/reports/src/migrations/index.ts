import { Ledger1760000003001 } from './ledger-1760000003001.js';

/** The tables of reports and refusals, in the order in which they came. */
export const reportsMigrations = [Ledger1760000003001];
