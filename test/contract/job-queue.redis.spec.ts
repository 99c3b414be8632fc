import { describe, test } from '@jest/globals';
import { BullMqJobQueue } from '#platform';
import { jobQueueContract } from './job-queue.contract.js';

const url = process.env['REDIS_URL'];

if (url) {
  jobQueueContract('Redis', () =>
    Promise.resolve({
      open: (prefix, failed) => BullMqJobQueue.onRedis(url, failed, { prefix }),
      openNowhere: (failed) => BullMqJobQueue.onRedis('redis://127.0.0.1:1', failed),
      stop: () => Promise.resolve(),
    }),
  );
} else {
  console.warn(
    'Redis is not there: start redis-server and set REDIS_URL=redis://127.0.0.1:6379 to run this suite',
  );
  describe.skip('the job queue on Redis', () => {
    test('needs REDIS_URL', () => undefined);
  });
}
