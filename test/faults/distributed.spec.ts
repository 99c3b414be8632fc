import { beforeAll, describe, jest, test } from '@jest/globals';
import { redisIsMissing } from '../../deploy/distributed/redis.js';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import type { Aftermath } from './aftermath.js';
import { distributedRounds, type Faults } from './distributed-rounds.js';
import { itHeldUp } from './it-held-up.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20240820);
const TIMES = Number(process.env['FAULT_ROUNDS'] ?? 30) / 30;
const FAULTS: Faults = {
  applications: Math.ceil(30 * TIMES),
  broker: Math.ceil(5 * TIMES),
  redis: Math.ceil(2 * TIMES),
  everything: Math.ceil(3 * TIMES),
};
const ROUNDS = Object.values(FAULTS).reduce((sum, count) => sum + count, 0);

jest.setTimeout(300_000 + ROUNDS * 20_000);

const missing = kafkaIsMissing() ?? redisIsMissing();
if (missing) console.warn(`The separate applications are not tested: ${missing}`);

if (missing) test.skip('separate applications, killed at random', () => undefined);
else {
  describe(`two replicas of each application, after ${JSON.stringify(FAULTS)}, seed ${SEED}`, () => {
    let after: Aftermath;
    beforeAll(async () => {
      after = await distributedRounds(FAULTS, SEED);
    });
    itHeldUp(() => after, ROUNDS);
  });
}
