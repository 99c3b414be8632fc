/** The one source of time. Tests and demonstrations set it; nothing else reads the machine's clock. */
export abstract class Clock {
  abstract now(): Date;

  /** The calendar day it is now in a time zone, `2024-06-30`. */
  today(timeZone = 'Asia/Ho_Chi_Minh'): string {
    return dayIn(this.now(), timeZone);
  }
}

/** The calendar day of an instant in a time zone. */
export function dayIn(at: Date, timeZone = 'Asia/Ho_Chi_Minh'): string {
  return formatterOf(timeZone).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/** Runs on from `startsAt` (`TIENDO_NOW`) where that is given, else with the machine. */
export class SystemClock extends Clock {
  private readonly offset: number;

  constructor(startsAt?: Date) {
    super();
    this.offset = startsAt ? startsAt.getTime() - Date.now() : 0;
  }

  now(): Date {
    return new Date(Date.now() + this.offset);
  }
}

/** Stands still until it is set: for tests, and for those who judge as of another day. */
export class ManualClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  now(): Date {
    return new Date(this.at);
  }

  set(at: Date | string): void {
    this.at = new Date(at);
  }
}
