import type { Migration } from '../database/migrate.js';
import { AppendByProbe1760000001003 } from './append-by-probe-1760000001003.js';
import { FactDirectory1760000001004 } from './fact-directory-1760000001004.js';
import { EventLog1760000001001 } from './event-log-1760000001001.js';
import { Projections1760000001002 } from './projections-1760000001002.js';
import { PublishedMessages1760000001005 } from './published-messages-1760000001005.js';

export const platformMigrations: readonly Migration[] = [
  EventLog1760000001001,
  Projections1760000001002,
  AppendByProbe1760000001003,
  FactDirectory1760000001004,
  PublishedMessages1760000001005,
];
