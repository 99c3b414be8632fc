import type { CalendarDocument } from '#contracts';
import { weekdayOf } from './day.js';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';

/** A time zone that exists, Saturdays that are Saturdays, one deadline for each level. */
export function validateCalendars(draft: Draft, problems: ProblemList): void {
  for (const { body: calendar, pointer } of draft.proposal.documents.calendars) {
    if (calendar.timeZone !== undefined && !isTimeZone(calendar.timeZone)) {
      const message = `The time zone ${calendar.timeZone} is not known.`;
      problems.add(`${pointer}/timeZone`, 'unknown-time-zone', message);
    }
    findOtherWeekdays(calendar, pointer, problems);
    findRepeatedLevels(calendar, pointer, problems);
  }
}

function findOtherWeekdays(calendar: CalendarDocument, pointer: string, problems: ProblemList) {
  calendar.workingSaturdays.forEach((day, index) => {
    if (weekdayOf(day) === 6) return;
    problems.add(
      `${pointer}/workingSaturdays/${index}`,
      'not-a-saturday',
      `${day} is no Saturday.`,
    );
  });
}

function findRepeatedLevels(calendar: CalendarDocument, pointer: string, problems: ProblemList) {
  const levels = new Set<string>();
  calendar.deadlines.forEach(({ level }, index) => {
    if (levels.has(level)) {
      const message = `The level ${level} has more than one deadline.`;
      problems.add(`${pointer}/deadlines/${index}/level`, 'level-repeated', message);
    }
    levels.add(level);
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
