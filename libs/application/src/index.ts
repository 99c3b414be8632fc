export { allMigrations } from './all-migrations.js';
export { HealthModule } from './health.module.js';
export { prepareDatabase } from './prepare-database.js';
export { configurationOf, refuse, startApplication } from './start-application.js';
