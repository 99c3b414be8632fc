import { TOPICS } from '#contracts';
import { KafkaEventLog, type Recorded, type Sql } from '#platform';
import { REPORT_PROGRESS } from '#progress';
import { aCountry, COUNTRY, type Size } from './a-country.js';
import { makeLimitTables } from './baselines.js';
import { countryFacts, factsPerMonth } from './country-facts.js';
import { CountryProcess } from './country-process.js';
import { gatedProcess } from './gated-process.js';
import { balanced, withKafka } from './kafka.js';
import { withPostgres } from './postgres.js';
import { type Contender, type Lap, offsetsReached, Race } from './race.js';
import { median, perSecond, type Row } from './table.js';

const ROUNDS = 3;
const PARTITIONS_AT_ONCE = '8';
const GROUP = `${TOPICS.reports}.${REPORT_PROGRESS.name}`;

interface Laps {
  readonly one: Lap[];
  readonly upsert: Lap[];
  readonly two: Lap[];
}

/**
 * The projector on Kafka beside a program that reads the same topic and only upserts, in turn over the
 * parts of a month; then two projectors. The month before warms all of them up and is not counted.
 */
export async function kafkaProjector(size: Size = COUNTRY): Promise<Row[]> {
  return withPostgres((url) =>
    withKafka(async (brokers) => {
      const country = await CountryProcess.start(url);
      const log = new KafkaEventLog(country.database, { brokers: [brokers] });
      try {
        await country.take(aCountry(size));
        await makeLimitTables(country.database);
        return rowsOf(await lapsOf(country.database, new Race(log), [url, brokers], size));
      } finally {
        await log.close();
        await country.stop();
      }
    }),
  );
}

async function lapsOf(
  sql: Sql,
  race: Race,
  [url, brokers]: readonly [string, string],
  size: Size,
): Promise<Laps> {
  const january = countryFacts('2024-01', factsPerMonth(size), size);
  const february = countryFacts('2024-02', factsPerMonth(size), size, january.length);
  const parts = inParts(february, 2 * ROUNDS + 1);
  const processes = [gatedProcess('projector', url, brokers)];
  const upserting = gatedProcess('upsert', url, brokers, 'upsert', PARTITIONS_AT_ONCE);
  const projector = projectorOf(sql, processes);
  const reached = offsetsReached(sql, UPSERTED);
  const upsert = { name: 'upsert', processes: [upserting], reached };
  const laps: Laps = { one: [], upsert: [], two: [] };
  try {
    await balanced(brokers, GROUP, 1);
    await balanced(brokers, 'upsert', 1);
    for (const [round, part] of [january, ...parts.splice(0, ROUNDS)].entries()) {
      await race.append(part);
      if (round % 2 === 0) laps.one.push(await race.run(projector));
      laps.upsert.push(await race.run(upsert));
      if (round % 2 === 1) laps.one.push(await race.run(projector));
    }
    processes.push(gatedProcess('projector', url, brokers));
    await balanced(brokers, GROUP, 2);
    for (const part of parts) {
      await race.append(part);
      laps.two.push(await race.run(projector));
    }
  } finally {
    await Promise.all([...processes, upserting].map((process) => process.end()));
  }
  return laps;
}

const UPSERTED = `SELECT sum(next_offset) AS reached FROM limit_position`;

/** The projectors there are, also those that join later. */
export function projectorOf(sql: Sql, processes: Contender['processes']): Contender {
  const question = `SELECT sum(next_offset) AS reached FROM projection_position WHERE projection = '${REPORT_PROGRESS.name}'`;
  return { name: 'projector', processes, reached: offsetsReached(sql, question) };
}

export function inParts(facts: readonly Recorded[], count: number): Recorded[][] {
  const size = Math.ceil(facts.length / count);
  return Array.from({ length: count }, (_, n) => facts.slice(n * size, (n + 1) * size));
}

/** Of each the first lap is not counted. */
function rowsOf({ one: [, ...one], upsert: [, ...upsert], two: [, ...two] }: Laps): Row[] {
  const rate = (laps: readonly Lap[]) => median(laps.map((lap) => lap.rate));
  const ratios = (of: (a: Lap, b: Lap) => number) =>
    median(one.map((lap, round) => of(lap, upsert[round] as Lap)));
  const processor = (laps: readonly Lap[]) => median(laps.map((lap) => lap.processor)).toFixed(0);
  return [
    {
      what: 'projector on Kafka with ledger, roll-ups and standings, a month',
      figure: `${perSecond(rate(one))} facts; ${one.at(-1)?.cores}`,
      baseline: `the same topic upserted: ${perSecond(rate(upsert))}; ${upsert.at(-1)?.cores}`,
      measured: ratios((a, b) => (a.rate / b.rate) * 100),
      target: { atLeast: 45 },
      unit: '%',
    },
    {
      what: 'the same by processor time, PostgreSQL and broker included',
      figure: `${processor(one)} µs a fact`,
      baseline: `the same topic upserted: ${processor(upsert)} µs`,
      measured: ratios((a, b) => (b.processor / a.processor) * 100),
      target: { atLeast: 45 },
      unit: '%',
    },
    {
      what: 'two projectors on Kafka',
      figure: `${perSecond(rate(two))} facts; ${two.at(-1)?.cores}`,
      baseline: `one: ${perSecond(rate(one))}; ${one.at(-1)?.cores}`,
      measured: rate(two) / rate(one),
      target: { atLeast: 1.6 },
      unit: '×',
    },
  ];
}
