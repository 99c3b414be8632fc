import type { Frequency } from '#contracts';

/** How many periods of a frequency make a year. */
const PER_YEAR: Readonly<Record<Frequency, number>> = {
  month: 12,
  quarter: 4,
  'half-year': 2,
  year: 1,
};

/** What a slot of a table's period number starts counting from. */
const SLOTS_BEFORE: Readonly<Record<Frequency, number>> = {
  month: 0,
  quarter: 20,
  'half-year': 30,
  year: 40,
};

const SPELLING = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** The place of a period in the count of all periods of its frequency; neighbours differ by 1. */
export function ordinalOf(no: number, frequency: Frequency): number {
  const year = Math.floor(no / 100);
  return year * PER_YEAR[frequency] + (no % 100) - SLOTS_BEFORE[frequency] - 1;
}

/**
 * The place of the last period of a frequency within a period of the same or a coarser one: a baseline of
 * `2020` stands at the last quarter of 2020. Throws a RangeError for what is not made of such periods.
 */
export function lastOrdinalIn(period: string, frequency: Frequency): number {
  const match = SPELLING.exec(period);
  const [, year, half, quarter, month] = match ?? [];
  const parts = half ? 2 : quarter ? 4 : month ? 12 : 1;
  const perYear = PER_YEAR[frequency];
  if (year === undefined || perYear % parts !== 0) {
    throw new RangeError(`${period} is not made of periods of the frequency ${frequency}.`);
  }
  const inYear = Number(half ?? quarter ?? month ?? 1);
  return Number(year) * perYear + (inYear * perYear) / parts - 1;
}
