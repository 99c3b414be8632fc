import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';

export type Migration = new () => MigrationInterface;
export type Entity = (new () => object) | EntitySchema;

/** A TypeORM data source on the database; small, for reference data and migrations only. */
export function dataSourceOf(
  url: string,
  options: { entities?: readonly Entity[]; migrations?: readonly Migration[] },
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [...(options.entities ?? [])],
    migrations: [...(options.migrations ?? [])],
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
    synchronize: false,
    poolSize: 3,
  });
}

/** Brings the schema to the newest version; what was applied before is left alone. */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<void> {
  const source = dataSourceOf(url, { migrations });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
