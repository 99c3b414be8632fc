import type { Calendar } from '#catalogue';
import { dayIn } from '#platform';
import type { Day } from './model/types.js';

/** The day by which everything is judged, in a calendar's time zone. */
export type Today = (calendar: Calendar) => Day;

/** The day it is at an instant. */
export function todayAt(now: Date): Today {
  const days = new Map<string, Day>();
  return ({ timeZone }) => {
    const known = days.get(timeZone);
    if (known) return known;
    const day = dayIn(now, timeZone);
    days.set(timeZone, day);
    return day;
  };
}

/** As if `day` were today everywhere. */
export function asOf(day: Day): Today {
  return () => day;
}
