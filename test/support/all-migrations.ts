import { existsSync } from 'node:fs';
import type { Migration } from '#platform';

const LIBS = ['platform', 'units', 'catalogue', 'reports', 'progress', 'alerts', 'access'];

/** The migrations of every lib that has some: what its index exports as `<lib>Migrations`, in order of their time. */
export async function allMigrations(): Promise<readonly Migration[]> {
  const migrations: Migration[] = [];
  for (const lib of LIBS.filter((name) => existsSync(`libs/${name}/src/index.ts`))) {
    const door = (await import(`#${lib}`)) as Record<string, unknown>;
    migrations.push(...((door[`${lib}Migrations`] as Migration[] | undefined) ?? []));
  }
  return migrations.sort((a, b) => timeOf(a) - timeOf(b));
}

/** TypeORM orders by the digits that end the class's name. */
function timeOf(migration: Migration): number {
  return Number(migration.name.slice(-13));
}
