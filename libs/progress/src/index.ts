export { progressMigrations } from './migrations/index.js';
