import type { RuleDocument } from '#contracts';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';
import type { Placed } from './proposal.js';
import { listOf } from './scope.js';
import type { Report } from './terms.js';
import { findInClear } from './validate-clear.js';

/** Reads schedules; the model itself knows no cron. */
export interface ScheduleReader {
  /** What is wrong with a cron expression, or undefined. */
  wrongInCron(expression: string): string | undefined;
  /** How long an ISO 8601 duration is; undefined when that depends on the day. */
  secondsOf(duration: string): number | undefined;
}

const LONGEST_SECONDS = 366 * 86_400;

/** A scope and channels that are there, a schedule that can be kept, a clearing threshold on the good side. */
export function validateRules(draft: Draft, read: ScheduleReader, problems: ProblemList): void {
  const names = draft.proposal.documents.rules.length > 0 ? namesOf(draft) : undefined;
  for (const placed of draft.proposal.documents.rules) {
    const report: Report = (path, code, message) =>
      problems.add(placed.pointer + path, code, message);
    if (names) findUnknownInScope(placed, names, report);
    placed.body.notify.forEach((channel, index) => {
      if (draft.knows('channels', channel)) return;
      report(`/notify/${index}`, 'unknown-channel', `The channel ${channel} is not known.`);
    });
    findInSchedule(placed.body.schedule, read, report);
    findInClear(placed.body, report);
  }
}

type Part = keyof RuleDocument['scope'];
type Names = Readonly<Record<Part, (code: string) => boolean>>;

function namesOf(draft: Draft): Names {
  const { contents } = draft;
  const programmes = [...contents.resolutions.values()].flatMap((r) => r.programmes);
  const some = (codes: Iterable<string>) => {
    const known = new Set(codes);
    return (code: string) => known.has(code);
  };
  return {
    resolution: (code) => draft.knows('resolutions', code),
    programme: some(programmes.map((programme) => programme.code)),
    sector: some([...contents.indicators.values()].map((indicator) => indicator.sector)),
    indicator: (code) => draft.knows('indicators', code),
    unit: (code) => draft.knows('units', code),
    level: some([...contents.units.values()].map((unit) => unit.level)),
  };
}

function findUnknownInScope(
  { body: rule }: Placed<RuleDocument>,
  names: Names,
  report: Report,
): void {
  for (const part of Object.keys(rule.scope) as Part[]) {
    const entry = rule.scope[part];
    if (entry === undefined) continue;
    listOf(entry).forEach((code, index) => {
      if (names[part](code)) return;
      const path = typeof entry === 'string' ? `/scope/${part}` : `/scope/${part}/${index}`;
      report(path, `unknown-${part}`, `The ${part} ${code} is not known.`);
    });
  }
}

function findInSchedule(
  schedule: RuleDocument['schedule'],
  read: ScheduleReader,
  report: Report,
): void {
  if ('cron' in schedule) {
    const wrong = read.wrongInCron(schedule.cron);
    if (wrong !== undefined) report('/schedule/cron', 'cron-malformed', wrong);
    return;
  }
  const seconds = read.secondsOf(schedule.every);
  if (seconds !== undefined && seconds >= 1 && seconds <= LONGEST_SECONDS) return;
  const message = `A rule is evaluated every second at most and once a year at least, in weeks, days, hours, minutes and seconds; ${schedule.every} is not such a time.`;
  report('/schedule/every', 'schedule-out-of-range', message);
}
