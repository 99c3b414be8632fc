import { Alerts1760000005001 } from './alerts-1760000005001.js';

/** In the order in which they run. */
export const alertsMigrations = [Alerts1760000005001];
