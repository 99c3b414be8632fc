import { addDays, type Calendar } from '#catalogue';
import { dayIn } from '#platform';

/**
 * The latest deadline that lies more than so many working days back: a report due by then or before is
 * overdue. A deadline passes at the end of its day, in the calendar's time zone.
 */
export function lastDeadlineOverdue(calendar: Calendar, workingDays: number, now: Date): string {
  const today = dayIn(now, calendar.timeZone);
  let deadline = addDays(today, -1);
  while (calendar.addWorkingDays(deadline, workingDays) >= today) deadline = addDays(deadline, -1);
  return deadline;
}
