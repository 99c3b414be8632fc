import { accessMigrations } from '#access';
import { alertsMigrations } from '#alerts';
import { catalogueMigrations } from '#catalogue';
import { type Migration, platformMigrations } from '#platform';
import { progressMigrations } from '#progress';
import { reportsMigrations } from '#reports';

/** The migrations of every lib, in the order in which they may run. */
export const allMigrations: readonly Migration[] = [
  ...platformMigrations,
  ...catalogueMigrations,
  ...reportsMigrations,
  ...progressMigrations,
  ...alertsMigrations,
  ...accessMigrations,
];
