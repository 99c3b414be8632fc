import type { Migration } from '../database/migrate.js';
import { EventLog1760000001001 } from './event-log-1760000001001.js';
import { Projections1760000001002 } from './projections-1760000001002.js';

export const platformMigrations: readonly Migration[] = [
  EventLog1760000001001,
  Projections1760000001002,
];
