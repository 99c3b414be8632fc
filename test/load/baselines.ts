import type { AcceptedReport } from '#contracts';
import type { Recorded, Sql } from '#platform';
import pg from 'pg';
import { DataSource, EntitySchema } from 'typeorm';

export const BATCH = 5000;
const CONNECTIONS = 8;

const COLUMNS = `
  indicator text COLLATE "C", unit text COLLATE "C", period text COLLATE "C", value numeric,
  report_id text, sender text, log_offset bigint, PRIMARY KEY (indicator, unit, period)`;

const UPSERT = {
  name: 'limit-upsert',
  text: `
    INSERT INTO limit_report AS l (indicator, unit, period, value, report_id, sender, log_offset)
    SELECT DISTINCT ON (indicator, unit, period) * FROM unnest($1::text[], $2::text[], $3::text[],
      $4::numeric[], $5::text[], $6::text[], $7::bigint[])
      AS r (indicator, unit, period, value, report_id, sender, log_offset)
    ORDER BY indicator, unit, period, log_offset DESC
    ON CONFLICT (indicator, unit, period) DO UPDATE
      SET value = excluded.value, report_id = excluded.report_id, sender = excluded.sender,
          log_offset = excluded.log_offset
      WHERE l.log_offset < excluded.log_offset`,
};

const ADVANCE = `
  INSERT INTO limit_position VALUES ($1, $2)
  ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset`;

/**
 * The machine's limit: the same facts into one table, 5,000 in a statement of arrays, with the offset
 * in the same transaction; nothing is rolled up and nothing judged. Answers facts per second, by month.
 */
export async function upsertLimit(
  url: string,
  months: readonly (readonly Recorded<AcceptedReport>[])[],
): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await makeLimitTables(client);
    const rates: number[] = [];
    for (const facts of months) {
      const began = performance.now();
      for (let start = 0; start < facts.length; start += BATCH) {
        await upsert(client, facts.slice(start, start + BATCH));
      }
      rates.push(rate(facts.length, began));
    }
    return rates;
  } finally {
    await client.end();
  }
}

export async function makeLimitTables(sql: Sql): Promise<void> {
  await sql.query(`
    DROP TABLE IF EXISTS limit_report, limit_position;
    CREATE TABLE limit_report (${COLUMNS});
    CREATE TABLE limit_position (partition int PRIMARY KEY, next_offset bigint NOT NULL)`);
}

/** Facts of one partition, and where it goes on, in one transaction. */
export async function upsert(
  client: pg.ClientBase,
  batch: readonly Recorded<AcceptedReport>[],
): Promise<void> {
  await client.query('BEGIN');
  await client.query({ ...UPSERT, values: columnsOf(batch) });
  const last = batch.at(-1);
  await client.query(ADVANCE, [last?.partition, (last?.offset ?? 0) + 1]);
  await client.query('COMMIT');
}

function columnsOf(batch: readonly Recorded<AcceptedReport>[]): unknown[] {
  return [
    batch.map(({ data }) => data.indicator),
    batch.map(({ data }) => data.unit),
    batch.map(({ data }) => data.period),
    batch.map(({ data }) => valueOf(data)),
    batch.map(({ data }) => data.reportId),
    batch.map(({ data }) => data.sender),
    batch.map(({ offset }) => offset),
  ];
}

export const SavedReport = new EntitySchema<Record<string, unknown>>({
  name: 'saved_report',
  columns: {
    indicator: { type: 'text', primary: true },
    unit: { type: 'text', primary: true },
    period: { type: 'text', primary: true },
    value: { type: 'numeric' },
    reportId: { type: 'text' },
    sender: { type: 'text' },
    logOffset: { type: 'bigint' },
  },
});

export function savedRow(data: AcceptedReport, logOffset: number) {
  const { indicator, unit, period, reportId, sender } = data;
  return { indicator, unit, period, value: valueOf(data), reportId, sender, logOffset };
}

/** What a tutorial does: TypeORM's `save()` for each fact. Answers facts per second. */
export async function savePerFact(
  url: string,
  facts: readonly Recorded<AcceptedReport>[],
): Promise<number> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: [SavedReport],
    synchronize: true,
  });
  await source.initialize();
  try {
    const repository = source.getRepository(SavedReport);
    const began = performance.now();
    for (const { data, offset } of facts) {
      await repository.save(savedRow(data, offset));
    }
    return rate(facts.length, began);
  } finally {
    await source.destroy();
  }
}

/** What stands behind many batch routes: one durable INSERT per report, over eight connections. */
export async function insertPerReport(url: string, reports: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  pool.on('error', () => undefined);
  try {
    await pool.query(`
      CREATE TABLE naive (report_id text PRIMARY KEY, indicator text, unit text, period text, value numeric)`);
    const began = performance.now();
    const one = async (connection: number) => {
      for (let n = connection; n < reports; n += CONNECTIONS) {
        await pool.query(
          'INSERT INTO naive VALUES ($1, $2, $3, $4, $5) ON CONFLICT (report_id) DO NOTHING',
          [`naive-${n}`, 'budget-revenue', 'town-north', '2024-07', `${n}.5`],
        );
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => one(connection)));
    return rate(reports, began);
  } finally {
    await pool.end();
  }
}

function valueOf({ value, numerator, done }: AcceptedReport): string {
  return value ?? numerator ?? (done ? '100' : '0');
}

const rate = (count: number, began: number): number => (count / (performance.now() - began)) * 1000;
