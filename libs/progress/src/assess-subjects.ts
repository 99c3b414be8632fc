import { type Catalogue, nextPeriod, periodNo, periodsIn } from '#catalogue';
import type { Sql } from '#platform';
import { everReported, type FigureBook, figuresOf, type StoredFigure } from './figures.js';
import { assess } from './model/assess.js';
import type { Assessment, Plan } from './model/types.js';
import { Plans } from './plans.js';
import { standingRow } from './standing-row.js';
import type { Subject } from './subjects.js';
import type { Today } from './today.js';
import { type Standing, writeStandings } from './write-standings.js';

const CHUNK = 1000;

/** One subject's assessment with what it rests on. */
export interface Assessed {
  readonly subject: Subject;
  readonly plan: Plan;
  readonly figures: ReadonlyMap<number, StoredFigure>;
  readonly assessment: Assessment;
}

/** Assesses subjects from their figures; those whose target the catalogue no longer has are left out. */
export async function assessSubjects(
  sql: Sql,
  catalogue: Catalogue,
  subjects: readonly Subject[],
  today: Today,
): Promise<Assessed[]> {
  const assessed: Assessed[] = [];
  for (let start = 0; start < subjects.length; start += CHUNK) {
    const chunk = subjects.slice(start, start + CHUNK);
    const figures = await figuresOf(sql, chunk, await periodsOf(sql, catalogue, chunk, today));
    assessed.push(...chunk.flatMap((one) => assessOne(catalogue, one, figures, today) ?? []));
  }
  return assessed;
}

/** Assesses subjects and keeps where they stand. */
export async function restandSubjects(
  tx: Sql,
  catalogue: Catalogue,
  subjects: readonly Subject[],
  today: Today,
): Promise<void> {
  const assessed = await assessSubjects(tx, catalogue, subjects, today);
  await writeStandings(tx, assessed.map(standingOf));
}

function standingOf({ subject, plan, assessment, figures }: Assessed): Standing {
  return { ...subject, ...standingRow(plan, assessment, figures) };
}

function assessOne(
  catalogue: Catalogue,
  subject: Subject,
  book: FigureBook,
  today: Today,
): Assessed | undefined {
  const indicator = catalogue.indicatorByNo(subject.indicatorNo);
  const target = subject.targetNo === null ? null : catalogue.targetByNo(subject.targetNo);
  if (!indicator || target === undefined) return undefined;
  const figures = book.of(subject);
  const plans = Plans.of(catalogue);
  const plan = target
    ? plans.ofTarget(target)
    : plans.withoutTarget(indicator, figures.keys(), today);
  const at = today(catalogue.calendarOf(indicator));
  return { subject, plan, figures, assessment: assess(plan, figures, at) };
}

/** The periods that may have figures: of a target's window up to the running period, else of all that was reported. */
async function periodsOf(
  sql: Sql,
  catalogue: Catalogue,
  subjects: readonly Subject[],
  today: Today,
): Promise<Set<number>> {
  const targets = new Set(subjects.map((subject) => subject.targetNo));
  const periods = new Set<number>();
  const windows = new Set<string>();
  for (const no of targets) {
    const target = no === null ? undefined : catalogue.targetByNo(no);
    if (!target) continue;
    const { window, indicator } = target;
    const key = `${window.from}/${window.to}/${indicator.calendar}`;
    if (windows.has(key)) continue;
    windows.add(key);
    const calendar = catalogue.calendarOf(indicator);
    const last = periodNo(nextPeriod(calendar.periodAt(today(calendar), indicator.frequency)));
    for (const period of periodsIn(window.from, window.to, indicator.frequency)) {
      if (periodNo(period) <= last) periods.add(periodNo(period));
    }
  }
  if (targets.has(null)) for (const no of await everReported(sql)) periods.add(no);
  return periods;
}
