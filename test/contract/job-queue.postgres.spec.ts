import { BullMqJobQueue } from '#platform';
import { testDatabase } from '../support/test-database.js';
import { jobQueueContract } from './job-queue.contract.js';

jobQueueContract('PostgreSQL', async () => {
  const { url, drop } = await testDatabase([]);
  return {
    open: (prefix, failed) => BullMqJobQueue.onPostgres(url, failed, { prefix }),
    openNowhere: (failed) => BullMqJobQueue.onPostgres('postgres://127.0.0.1:1/nowhere', failed),
    stop: drop,
  };
});
