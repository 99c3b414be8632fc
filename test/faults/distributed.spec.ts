import { beforeAll, describe, jest, test } from '@jest/globals';
import { redisIsMissing } from '../../deploy/distributed/redis.js';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import type { Aftermath } from './aftermath.js';
import { distributedRounds } from './distributed-rounds.js';
import { itHeldUp } from './it-held-up.js';
import type { Faults } from './strikes.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20240820);
const KILLS = Number(process.env['FAULT_ROUNDS'] ?? 30);
const TIMES = KILLS / 30;
/** A long run has proportionally fewer of what takes long. */
const RARER = KILLS > 100 ? KILLS / 100 : TIMES;
const AWAY_MS = 60_000 * Math.min(1, TIMES);
const once = Math.ceil(RARER);
const FAULTS: Faults = {
  applications: KILLS,
  broker: Math.ceil(5 * RARER),
  postgres: Math.ceil(5 * RARER),
  redis: Math.ceil(2 * RARER),
  everything: Math.ceil(2 * RARER) + 1,
  ...{ kafkaAway: once, redisAway: once, storm: once, hang: once },
  ...{ poison: once, again: once, fullDisk: once },
};
const ROUNDS = Object.values(FAULTS).reduce((sum, count) => sum + count, 0);

jest.setTimeout(600_000 + ROUNDS * 20_000 + 3 * once * AWAY_MS);

const missing = kafkaIsMissing() ?? redisIsMissing();
if (missing) console.warn(`The separate applications are not tested: ${missing}`);

if (missing) test.skip('separate applications, killed at random', () => undefined);
else {
  describe(`two replicas of each application, after ${JSON.stringify(FAULTS)}, seed ${SEED}`, () => {
    let after: Aftermath;
    beforeAll(async () => {
      after = await distributedRounds(FAULTS, SEED, AWAY_MS);
    });
    itHeldUp(() => after, ROUNDS);
  });
}
