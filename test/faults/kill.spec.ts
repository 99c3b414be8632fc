import { beforeAll, describe, jest } from '@jest/globals';
import type { Aftermath } from './aftermath.js';
import { itHeldUp } from './it-held-up.js';
import { killRounds } from './kill-rounds.js';

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? (process.env['CI'] ? 30 : 5));
const SEED = Number(process.env['FAULT_SEED'] ?? 20240820);

jest.setTimeout(300_000 + ROUNDS * 15_000);

describe(`after ${ROUNDS} kills of the whole process tree, seed ${SEED}`, () => {
  let after: Aftermath;
  beforeAll(async () => {
    after = await killRounds(ROUNDS, SEED);
  });
  itHeldUp(() => after, ROUNDS);
});
