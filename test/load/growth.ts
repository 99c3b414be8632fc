import { alertsMigrations } from '#alerts';
import { type Database, migrate } from '#platform';
import { aCountry, COUNTRY, type Size } from './a-country.js';
import { countryFacts, factsPerMonth } from './country-facts.js';
import { CountryProcess, MIGRATIONS } from './country-process.js';
import { evaluationAndPages, RULES } from './evaluation.js';
import { withPostgres } from './postgres.js';
import { perSecond, type Row } from './table.js';

const FIRST_YEAR = 2010;

/**
 * What history costs: the same month projected in two halves, one before and one after `history` earlier
 * figures, each with its report in the ledger; and evaluation and pages with all of it there.
 */
export async function growth(history = 20_000_000, size: Size = COUNTRY): Promise<Row[]> {
  return withPostgres(async (url) => {
    await migrate(url, [...MIGRATIONS, ...alertsMigrations]);
    const country = await CountryProcess.start(url);
    await country.take({ ...aCountry(size), rules: RULES });
    const first = countryFacts('2024-01', factsPerMonth(size), size);
    const second = countryFacts('2024-02', factsPerMonth(size), size, first.length);
    const facts = [...first, ...second];
    const half = second.length / 2;
    const before = facts.slice(0, first.length + half);
    await country.project(first);
    const young = (before.length - first.length) / (await country.project(before));
    const rows = await invent(country.database, history);
    const old = (facts.length - before.length) / (await country.project(facts));
    await country.stop();
    const called = `${(rows / 1e6).toFixed(1)} million earlier figures`;
    const evaluated = await evaluationAndPages(url);
    return [
      {
        what: `projector with ${called}`,
        figure: `${perSecond(old)} facts`,
        baseline: `without them: ${perSecond(young)}`,
        measured: (old / young) * 100,
        target: { atLeast: 85 },
        unit: '%',
      },
      ...evaluated.map((row) => ({ ...row, what: `${row.what}; ${called}` })),
    ];
  });
}

/** Earlier years of what was reported, straight into the tables; answers how many figures there are. */
async function invent(database: Database, wanted: number): Promise<number> {
  let invented = 0;
  for (let month = 0; invented < wanted; month += 1) {
    const period = (FIRST_YEAR + Math.floor(month / 12)) * 100 + 1 + (month % 12);
    if (period >= 202401) break;
    const { rowCount } = await database.query(FIGURES, [period]);
    await database.query(REPORTS, [period]);
    invented += rowCount ?? 0;
  }
  await database.query('VACUUM ANALYZE');
  return invented;
}

const FIGURES = `
  INSERT INTO figure (period, indicator_no, unit_no, reported, due, estimates, log_offset, own, official,
                      amount, denominator)
  SELECT $1::int, indicator_no, unit_no, reported, due, estimates, log_offset, own, official, amount, denominator
  FROM figure WHERE period = 202401`;

const REPORTS = `
  INSERT INTO report (report_id, indicator_no, unit_no, period, official, amount, denominator, log_offset,
                      received_at, recorded_at, sender, fingerprint)
  SELECT md5(report_id || $1::int), indicator_no, unit_no, $1::int, official, amount, denominator, log_offset,
         received_at, recorded_at, sender, fingerprint
  FROM report WHERE period = 202401`;
