import { Redis } from 'ioredis';

/** Every request waits for its rate to be counted; after so long it is let in uncounted. */
const COUNT_WITHIN_MS = 1000;

/** Where the rates of all replicas are counted together. It does not have to be there. */
export function rateCounter(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: COUNT_WITHIN_MS,
  });
  redis.on('error', () => undefined);
  return redis;
}
