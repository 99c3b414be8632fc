import type { AcceptedReport } from '#contracts';
import type { Recorded } from '#platform';
import { aCountry, COUNTRY, type Size } from './a-country.js';
import { savePerFact, upsertLimit } from './baselines.js';
import { countryFacts, factsPerMonth } from './country-facts.js';
import { CountryProcess } from './country-process.js';
import { withPostgres } from './postgres.js';
import { Profile } from './profile.js';
import { perSecond, type Row } from './table.js';

const SAVED = 3000;

/** Facts per second in the first month, and in the one that follows. */
type Rates = readonly [first: number, second: number];
type Months = readonly (readonly Recorded<AcceptedReport>[])[];

/**
 * The projector with ledger, roll-ups and standings, beside what the machine can and what a tutorial
 * does. In the first month every standing gets its first verdict; the second is what comes every month.
 */
export async function projector(count = 200_000, size: Size = COUNTRY): Promise<Row[]> {
  const first = countryFacts('2024-01', Math.min(count, factsPerMonth(size)), size);
  const months = [first, countryFacts('2024-02', count, size, first.length)];
  return withPostgres(async (url) => {
    const country = await CountryProcess.start(url);
    try {
      await country.take(aCountry(size));
      const before = await upsertLimit(url, months);
      const projected = await ratesOf(country, months);
      const after = await upsertLimit(url, months);
      const limits = before.map((rate, month) => Math.max(rate, after[month] ?? 0));
      const saved = await savePerFact(url, first.slice(0, SAVED));
      return rowsOf(projected, limits, saved);
    } finally {
      await country.stop();
    }
  });
}

/** Prints where the time of the second month went. */
async function ratesOf(country: CountryProcess, months: Months): Promise<Rates> {
  const [first = [], second = []] = months;
  const firstSeconds = await country.project(first);
  const profile = new Profile();
  profile.start();
  const secondSeconds = await country.project([...first, ...second]);
  console.log(`${profile.stop(secondSeconds)}\n`);
  return [first.length / firstSeconds, second.length / secondSeconds];
}

function rowsOf([first, second]: Rates, limits: readonly number[], saved: number): Row[] {
  const [firstLimit = NaN, secondLimit = NaN] = limits;
  const against = (what: string, rate: number, limit: number): Row => ({
    what: `projector with ledger, roll-ups and standings, ${what}`,
    figure: `${perSecond(rate)} facts`,
    baseline: `the machine's \`unnest\` upsert of 5,000: ${perSecond(limit)}`,
    measured: (rate / limit) * 100,
    target: { atLeast: 45 },
    unit: '%',
  });
  return [
    against('a month', second, secondLimit),
    against('the first month ever', first, firstLimit),
    {
      what: 'the same, a month',
      figure: `${perSecond(second)} facts`,
      baseline: `TypeORM save() per fact: ${perSecond(saved)}`,
      measured: second / saved,
      target: { atLeast: 50 },
      unit: '×',
    },
  ];
}
