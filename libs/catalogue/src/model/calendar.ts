import type { CalendarDocument, Frequency } from '#contracts';
import { addDays, dayOf, partsOf, weekdayOf, type Day } from './day.js';
import { nextPeriod, periodOf, PERIODS_PER_YEAR, takeApart, type Period } from './period.js';

export const DEFAULT_TIME_ZONE = 'Asia/Ho_Chi_Minh';

/** The civil calendar, there without a document; a document of the same code replaces it. */
export const CIVIL: CalendarDocument = {
  code: 'civil',
  monthStartsOn: 1,
  holidays: [],
  workingSaturdays: [],
  deadlines: [],
};

/** Which days a period means, which days are worked, and by the end of which day who has to report. */
export class Calendar {
  readonly code: string;
  readonly timeZone: string;
  private readonly holidays: ReadonlySet<Day>;
  private readonly workingSaturdays: ReadonlySet<Day>;
  private readonly firstDays = new Map<Period, Day>();
  private readonly deadlines = new Map<string, Day>();

  constructor(private readonly document: CalendarDocument) {
    this.code = document.code;
    this.timeZone = document.timeZone ?? DEFAULT_TIME_ZONE;
    this.holidays = new Set(document.holidays);
    this.workingSaturdays = new Set(document.workingSaturdays);
  }

  firstDay(period: Period): Day {
    const known = this.firstDays.get(period);
    if (known) return known;
    const { frequency, ordinal, year } = takeApart(period);
    const months = 12 / PERIODS_PER_YEAR[frequency];
    const day = this.firstDayOfMonth(year, (ordinal - 1) * months + 1);
    this.firstDays.set(period, day);
    return day;
  }

  /** The period's last day, included: the cut-off. */
  lastDay(period: Period): Day {
    const { year, ordinal, frequency } = takeApart(period);
    const isLast = ordinal === PERIODS_PER_YEAR[frequency];
    const after = isLast ? this.firstDayOfMonth(year + 1, 1) : this.firstDay(nextPeriod(period));
    return addDays(after, -1);
  }

  /** The period of a frequency that a day lies in. */
  periodAt(day: Day, frequency: Frequency): Period {
    const { year, month, dayOfMonth } = partsOf(day);
    const { monthStartsOn } = this.document;
    const ahead = monthStartsOn > 1 && dayOfMonth >= monthStartsOn ? 1 : 0;
    const months = year * 12 + month - 1 + ahead;
    const place = Math.floor((months % 12) / (12 / PERIODS_PER_YEAR[frequency]));
    return periodOf(Math.floor(months / 12) * 100 + SLOTS[frequency] + place);
  }

  /** A Monday to Friday, or a Saturday declared as worked, that is no holiday. */
  isWorkingDay(day: Day): boolean {
    if (this.holidays.has(day)) return false;
    const weekday = weekdayOf(day);
    return (weekday !== 0 && weekday !== 6) || this.workingSaturdays.has(day);
  }

  /** The `count`-th working day after a day; the day itself for 0. */
  addWorkingDays(day: Day, count: number): Day {
    let found = day;
    for (let left = count; left > 0;) {
      found = addDays(found, 1);
      if (this.isWorkingDay(found)) left -= 1;
    }
    return found;
  }

  /** The day by whose end units of a level have to report a period: one working day after the cut-off unless the calendar says otherwise. */
  deadline(period: Period, level: string): Day {
    const key = `${period}/${level}`;
    const known = this.deadlines.get(key);
    if (known) return known;
    const day = this.deadlineAfter(this.lastDay(period), level);
    this.deadlines.set(key, day);
    return day;
  }

  private deadlineAfter(cutOff: Day, level: string): Day {
    const rule = this.document.deadlines.find((deadline) => deadline.level === level);
    if (rule && 'dayOfMonth' in rule) return firstSuchDay(rule.dayOfMonth, cutOff);
    return this.addWorkingDays(cutOff, rule?.workingDaysAfterCutOff ?? 1);
  }

  private firstDayOfMonth(year: number, month: number): Day {
    const { monthStartsOn } = this.document;
    return monthStartsOn === 1 ? dayOf(year, month, 1) : dayOf(year, month - 1, monthStartsOn);
  }
}

const SLOTS: Readonly<Record<Frequency, number>> = {
  month: 1,
  quarter: 21,
  'half-year': 31,
  year: 41,
};

/** The first day after `day` that is the given day of its month; a month that is too short has none. */
function firstSuchDay(dayOfMonth: number, day: Day): Day {
  const { year, month } = partsOf(day);
  for (let ahead = 0; ; ahead += 1) {
    const candidate = dayOf(year, month + ahead, dayOfMonth);
    if (partsOf(candidate).dayOfMonth === dayOfMonth && candidate > day) return candidate;
  }
}
