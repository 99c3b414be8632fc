import { TOPICS } from '#contracts';
import { type Database, KafkaEventLog, type Sql } from '#platform';
import { REPORT_PROGRESS } from '#progress';
import { aCountry, COUNTRY, type Size } from './a-country.js';
import { countryFacts, factsPerMonth } from './country-facts.js';
import { CountryProcess } from './country-process.js';
import { gatedProcess } from './gated-process.js';
import { balanced, withKafka } from './kafka.js';
import { CONNECTED, kafkaConnect } from './kafka-connect.js';
import { inParts, projectorOf } from './kafka-projector.js';
import { withPostgres } from './postgres.js';
import { type Contender, type Lap, offsetsReached, Race } from './race.js';
import { median, perSecond, type Row } from './table.js';

const ROUNDS = 3;
const SAVED_IN_A_LAP = 1500;
const PARTITIONS = 6;

/**
 * The projector on Kafka beside what a team would take instead, on the same topic and in turn: a handler of
 * Nest's Kafka transport that saves each report, and Kafka Connect with a sink that upserts. They keep the
 * newest report of a cell and nothing else.
 */
export async function kafkaAlternatives(size: Size = COUNTRY): Promise<Row[]> {
  return withPostgres((url) =>
    withKafka(async (brokers) => {
      const country = await CountryProcess.start(url);
      const log = new KafkaEventLog(country.database, { brokers: [brokers] });
      try {
        await country.take(aCountry(size));
        const race = new Race(log);
        const field = await contenders(country.database, url, brokers);
        const laps = await lapsOf(race, field, size);
        await Promise.all(field.flatMap(({ processes }) => processes.map((one) => one.end())));
        return rowsOf(laps);
      } finally {
        await log.close();
        await country.stop();
      }
    }),
  );
}

async function contenders(database: Database, url: string, brokers: string) {
  const nest = (name: string, atOnce: number): Contender => {
    const handler = gatedProcess('nest-handler', url, brokers, name, String(atOnce));
    const reached = () => Promise.resolve(handler.handled());
    return { name, processes: [handler], reached, facts: SAVED_IN_A_LAP };
  };
  const projector = projectorOf(database, [gatedProcess('projector', url, brokers)]);
  const connect: Contender = {
    name: 'connect',
    processes: [await kafkaConnect(url, brokers, 1)],
    reached: offsetsConnected(database),
    lookEveryMs: 200,
  };
  const field = [projector, connect, nest('nest', 1), nest('nest-of-six', PARTITIONS)];
  await balanced(brokers, `${TOPICS.reports}.${REPORT_PROGRESS.name}`, 1);
  await balanced(brokers, 'nest-server', 1);
  await balanced(brokers, 'nest-of-six-server', 1);
  return field;
}

/** Its table is there from its first report on. */
export function offsetsConnected(sql: Sql): Contender['reached'] {
  const offsets = offsetsReached(
    sql,
    `SELECT sum(next) AS reached
     FROM (SELECT max(log_offset) + 1 AS next FROM ${CONNECTED} GROUP BY log_partition) p`,
  );
  return async () => {
    const { rows } = await sql.query(`SELECT to_regclass('${CONNECTED}') AS made`);
    return rows[0]?.['made'] === null ? 0 : offsets();
  };
}

type Laps = Readonly<Record<string, Lap[]>>;

/** The month before warms all of them up and is not counted. */
async function lapsOf(race: Race, field: readonly Contender[], size: Size): Promise<Laps> {
  const january = countryFacts('2024-01', factsPerMonth(size), size);
  const february = countryFacts('2024-02', factsPerMonth(size), size, january.length);
  const laps = Object.fromEntries(field.map(({ name }): [string, Lap[]] => [name, []]));
  for (const [round, part] of [january, ...inParts(february, ROUNDS)].entries()) {
    await race.append(part);
    const turns = round % 2 === 0 ? field : [...field].reverse();
    for (const contender of turns) laps[contender.name]?.push(await race.run(contender));
  }
  for (const ofOne of Object.values(laps)) ofOne.shift();
  return laps;
}

function rowsOf(laps: Laps): Row[] {
  const projector = laps['projector'] ?? [];
  const against = (name: string, what: string, atLeast: number): Row => {
    const other = laps[name] ?? [];
    return {
      what: `projector on Kafka against ${what}`,
      figure: figureOf(projector),
      baseline: figureOf(other),
      measured: median(projector.map(({ rate }, round) => rate / (other[round]?.rate ?? NaN))),
      target: { atLeast },
      unit: '×',
    };
  };
  return [
    against('nest', "Nest's Kafka transport and TypeORM save()", 30),
    against('nest-of-six', 'the same, six partitions at once', 30),
    against('connect', "Kafka Connect, Debezium's JDBC sink upserting", 1),
  ];
}

function figureOf(laps: readonly Lap[]): string {
  const rate = perSecond(median(laps.map((lap) => lap.rate)));
  const processor = median(laps.map((lap) => lap.processor)).toFixed(0);
  return `${rate}, ${processor} µs of processor time each`;
}
