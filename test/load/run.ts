import { parseArgs } from 'node:util';
import { accept } from './accept.js';
import { evaluation } from './evaluation.js';
import { growth } from './growth.js';
import { inbound } from './inbound.js';
import { kafkaAlternatives } from './kafka-alternatives.js';
import { kafkaProjector } from './kafka-projector.js';
import { projector } from './projector.js';
import { startAgain } from './start-again.js';
import { type Row, tableOf } from './table.js';
import { visible } from './visible.js';

/** `npm run bench [-- NAME …] [--facts N] [--wards N] [--provinces N] [--load N] [--history N]` runs the benches named, or all. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    facts: { type: 'string', default: '200000' },
    wards: { type: 'string', default: '3321' },
    provinces: { type: 'string', default: '34' },
    load: { type: 'string', default: '2000' },
    history: { type: 'string', default: '20000000' },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const size = { provinces: Number(values.provinces), wards: Number(values.wards) };

const BENCHES: Readonly<Record<string, () => Promise<Row[]>>> = {
  projector: () => projector(Number(values.facts), size),
  accept,
  evaluation: () => evaluation(size),
  growth: () => growth(Number(values.history), size),
  inbound,
  'kafka-projector': () => kafkaProjector(size),
  'kafka-alternatives': () => kafkaAlternatives(size),
  start: startAgain,
  visible: () => visible(Number(values.load)),
};

const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`${name} is none of ${Object.keys(BENCHES).join(', ')}`);
  rows.push(...(await bench()));
}
console.log(tableOf(rows));
