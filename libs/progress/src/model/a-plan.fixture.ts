import type { Frequency, TargetDocument } from '#contracts';
import { dayAfter } from './assessable.js';
import { exact } from './exact.js';
import type { Figure, Plan, SchedulePeriod } from './types.js';

const MONTHS: Readonly<Record<Frequency, number>> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};
const SLOTS: Readonly<Record<Frequency, number>> = {
  month: 1,
  quarter: 21,
  'half-year': 31,
  year: 41,
};

/** A target of one ward without what every target has anyway; any kind. */
export type Terms = { kind: TargetDocument['kind'] } & Record<string, unknown>;

/** The periods of whole civil years; each is due on the tenth day after its last. */
export function aSchedule(from: number, to: number, frequency: Frequency): SchedulePeriod[] {
  const months = MONTHS[frequency];
  const count = ((to - from + 1) * 12) / months;
  return Array.from({ length: count }, (_, index) => {
    const year = from + Math.floor((index * months) / 12);
    const place = index % (12 / months);
    return {
      period: nameOf(year, place, frequency),
      no: year * 100 + SLOTS[frequency] + place,
      year,
      firstDay: day(year, place * months, 1),
      lastDay: day(year, (place + 1) * months, 0),
      deadline: day(year, (place + 1) * months, 10),
    };
  });
}

/** A plan with sound defaults: a plain quarterly value of one ward, 2021 to 2025. */
export function aPlan(terms: Terms | null, overrides: Partial<Plan> = {}): Plan {
  const frequency = overrides.frequency ?? 'quarter';
  return {
    terms: terms && ({ id: 't', indicator: 'i', unit: 'u', ...terms } as TargetDocument),
    value: 'plain',
    acrossUnits: 'sum',
    acrossTime: terms?.kind === 'total' || terms?.kind === 'annual' ? 'sum' : 'last',
    boundsMin: '0',
    frequency,
    schedule: aSchedule(2021, 2025, frequency),
    ...overrides,
  };
}

/** What a report says: its value, or a numerator and denominator, and how many of the due reports are in. */
export interface Reported {
  readonly value: string;
  readonly of?: string;
  readonly reported?: number;
  readonly due?: number;
  readonly estimates?: number;
}

/** Figures by name of the period; a bare value is the one due report, official. */
export function figuresOf(
  { schedule }: Plan,
  values: Readonly<Record<string, string | Reported>>,
): Map<number, Figure> {
  const found = new Map<number, Figure>();
  for (const [period, given] of Object.entries(values)) {
    const no = schedule.find((known) => known.period === period)?.no;
    if (no === undefined) throw new RangeError(`${period} is not in the schedule.`);
    const { value, of, reported = 1, due = 1, estimates = 0 } = said(given);
    const denominator = of === undefined ? null : exact(of);
    found.set(no, { no, amount: exact(value), denominator, reported, due, estimates });
  }
  return found;
}

/** The place of a period in a plan's schedule. */
export function placeIn({ schedule }: Plan, period: string): number {
  return schedule.findIndex((known) => known.period === period);
}

/** A day on which the period's deadline has passed. */
export function afterDeadline({ schedule }: Plan, period: string): string {
  return dayAfter(schedule.find((known) => known.period === period)?.deadline ?? '');
}

function said(given: string | Reported): Reported {
  return typeof given === 'string' ? { value: given } : given;
}

function nameOf(year: number, place: number, frequency: Frequency): string {
  if (frequency === 'year') return `${year}`;
  if (frequency === 'month') return `${year}-${String(place + 1).padStart(2, '0')}`;
  return `${year}-${frequency === 'quarter' ? 'Q' : 'H'}${place + 1}`;
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}
