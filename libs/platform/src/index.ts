export * from './clock.js';
export * from './errors.js';
export * from './database/database.js';
export * from './event-log/event-log.js';
export * from './jobs/job-queue.js';
export * from './projection/projection.js';
