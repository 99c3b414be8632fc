import type { Frequency } from '#contracts';

/** The name of a reporting period, `2024`, `2024-H1`, `2024-Q2` or `2024-06`; a calendar says which days it means. */
export type Period = string;

/** A period taken apart. */
export interface ParsedPeriod {
  readonly period: Period;
  readonly year: number;
  readonly frequency: Frequency;
  /** Its place in its year, from 1. */
  readonly ordinal: number;
  /** Its place in its year as tables keep it: month 1-12, quarter 21-24, half-year 31-32, year 41. */
  readonly slot: number;
}

/** How many periods of a frequency make a year. */
export const PERIODS_PER_YEAR: Readonly<Record<Frequency, number>> = {
  month: 12,
  quarter: 4,
  'half-year': 2,
  year: 1,
};

const SLOTS_BEFORE: Readonly<Record<Frequency, number>> = {
  month: 0,
  quarter: 20,
  'half-year': 30,
  year: 40,
};

const SPELLING = /^((?:19|20|21)\d{2})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$/;
/** Holds spellings that are periods only, so it is bounded by the years 1900 to 2199. */
const parsed = new Map<string, ParsedPeriod>();

/** The period that a text spells, or undefined when it spells none. */
export function parsePeriod(text: string): ParsedPeriod | undefined {
  const known = parsed.get(text);
  if (known) return known;
  const match = SPELLING.exec(text);
  if (!match) return undefined;
  const [, year, half, quarter, month] = match;
  const frequency = half ? 'half-year' : quarter ? 'quarter' : month ? 'month' : 'year';
  const ordinal = Number(half ?? quarter ?? month ?? 1);
  const slot = SLOTS_BEFORE[frequency] + ordinal;
  const period = { period: text, year: Number(year), frequency, ordinal, slot } as const;
  parsed.set(text, period);
  return period;
}

/** Takes apart what is known to be a period; throws a RangeError otherwise. */
export function takeApart(period: Period): ParsedPeriod {
  const found = parsePeriod(period);
  if (!found) throw new RangeError(`${period} is not a period.`);
  return found;
}

/** The number a period has in tables: year * 100 + slot, so 202406, 202422, 202431, 202441. */
export function periodNo(period: Period): number {
  const { year, slot } = takeApart(period);
  return year * 100 + slot;
}

/** The period that a number of a table names; throws a RangeError when there is none. */
export function periodOf(no: number): Period {
  const slot = no % 100;
  const frequency = slot > 40 ? 'year' : slot > 30 ? 'half-year' : slot > 20 ? 'quarter' : 'month';
  return spell(frequency, Math.floor(no / 100), slot - SLOTS_BEFORE[frequency]);
}

export function frequencyOf(period: Period): Frequency {
  return takeApart(period).frequency;
}

/** The period `steps` later (earlier, when negative) of the same frequency. */
export function shiftPeriod(period: Period, steps: number): Period {
  const { frequency, year, ordinal } = takeApart(period);
  const perYear = PERIODS_PER_YEAR[frequency];
  const place = year * perYear + ordinal - 1 + steps;
  return spell(frequency, Math.floor(place / perYear), (place % perYear) + 1);
}

export function nextPeriod(period: Period): Period {
  return shiftPeriod(period, 1);
}

export function previousPeriod(period: Period): Period {
  return shiftPeriod(period, -1);
}

/** Negative, zero or positive as `a` is before, the same as, or after `b`; both of one frequency. */
export function comparePeriods(a: Period, b: Period): number {
  return periodNo(a) - periodNo(b);
}

/** Whether a period of the one frequency is made of whole periods of the other (or is one of them). */
export function isMadeOf(whole: Frequency, part: Frequency): boolean {
  return PERIODS_PER_YEAR[part] % PERIODS_PER_YEAR[whole] === 0;
}

/** The first period of a frequency within a period; throws a RangeError when it is made of none. */
export function firstWithin(period: Period, frequency: Frequency): Period {
  return within(period, frequency, 0);
}

/** The last period of a frequency within a period: where a baseline or horizon named by its year stands. */
export function lastWithin(period: Period, frequency: Frequency): Period {
  return within(period, frequency, 1);
}

/** The periods of a frequency from the start of one period to the end of another: 2021 to 2025 by quarters is 2021-Q1 to 2025-Q4. */
export function periodsIn(from: Period, to: Period, frequency: Frequency): Period[] {
  const last = lastWithin(to, frequency);
  const found: Period[] = [];
  let next = firstWithin(from, frequency);
  for (; comparePeriods(next, last) <= 0; next = nextPeriod(next)) found.push(next);
  return found;
}

function within(period: Period, frequency: Frequency, end: 0 | 1): Period {
  const whole = takeApart(period);
  if (!isMadeOf(whole.frequency, frequency)) {
    throw new RangeError(`${period} is not made of periods of the frequency ${frequency}.`);
  }
  const parts = PERIODS_PER_YEAR[frequency] / PERIODS_PER_YEAR[whole.frequency];
  const ordinal = end === 0 ? (whole.ordinal - 1) * parts + 1 : whole.ordinal * parts;
  return spell(frequency, whole.year, ordinal);
}

function spell(frequency: Frequency, year: number, ordinal: number): Period {
  return takeApart(`${year}${SUFFIXES[frequency](ordinal)}`).period;
}

const SUFFIXES: Readonly<Record<Frequency, (ordinal: number) => string>> = {
  month: (ordinal) => `-${String(ordinal).padStart(2, '0')}`,
  quarter: (ordinal) => `-Q${ordinal}`,
  'half-year': (ordinal) => `-H${ordinal}`,
  year: () => '',
};
