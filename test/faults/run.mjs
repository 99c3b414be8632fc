// `npm run faults -- --rounds 1000 --seed 7 [--distributed]`: the kill test for as long as asked.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    distributed: { type: 'boolean' },
  },
});
const seed = values.seed ?? String(Date.now() % 1_000_000);
const spec = `test/faults/${values.distributed ? 'distributed' : 'kill'}.spec.ts`;
console.log(`kill test: ${values.rounds} rounds, seed ${seed}`);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--selectProjects', 'system', '--runTestsByPath', spec],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      FAULT_ROUNDS: values.rounds,
      FAULT_SEED: seed,
    },
  },
);
process.exit(status ?? 1);
