import {
  type Catalogue,
  CurrentCatalogue,
  frequencyOf,
  type Indicator,
  parsePeriod,
  type Period,
  periodNo,
  previousPeriod,
  seesAll,
} from '#catalogue';
import type { Principal, Submission, SubmissionState } from '#contracts';
import { Clock, Database } from '#platform';
import type { Unit } from '#units';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { followed } from './progress-state.js';
import { type NotAnswered, notAnswered } from './not-answered.js';
import { type Obligation, submissionsOf } from './submissions-of.js';
import { type Today, todayAt } from './today.js';

const MOST_LISTED = 1000;

export interface SubmissionQuestion {
  /** Of whatever frequency it is; without it the latest period that has ended, of each frequency. */
  readonly period?: string;
  /** The units below it that report, or itself. */
  readonly unit?: string;
  readonly indicator?: string;
  readonly state?: SubmissionState;
  readonly cursor?: string;
  /** 100 unless it says otherwise; at most 1,000. */
  readonly limit?: number;
}

export interface SubmissionPage {
  readonly items: readonly Submission[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** Who had to report what by when, who did, on time or late; of the units that the principal sees. */
export class GetSubmissions extends Query<SubmissionPage | NotAnswered> {
  constructor(
    readonly question: SubmissionQuestion,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(GetSubmissions)
export class GetSubmissionsHandler implements IQueryHandler<GetSubmissions> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute({ question, principal }: GetSubmissions): Promise<SubmissionPage | NotAnswered> {
    const { period, state } = question;
    if (period !== undefined && !parsePeriod(period)) {
      return notAnswered('parameter-malformed', 'period', `${period} is not a period.`);
    }
    const today = todayAt(this.clock.now());
    const catalogue = await followed(this.catalogues, this.database);
    const limit = Math.min(Math.max(question.limit ?? 100, 1), MOST_LISTED);
    const obligations = obligationsOf(catalogue, question, principal, today);
    for (;;) {
      const chunk = take(obligations, limit);
      const found = await submissionsOf(this.database, catalogue, chunk, today);
      const items = found.filter((item) => state === undefined || item.state === state);
      const last = chunk.length === limit ? chunk.at(-1) : undefined;
      if (items.length > 0 || !last) return { items, next: last ? cursorAfter(last) : null };
    }
  }
}

/** Everything that had to be reported, in the order of pages, from the cursor on. */
function* obligationsOf(
  catalogue: Catalogue,
  question: SubmissionQuestion,
  principal: Principal,
  today: Today,
): Generator<Obligation> {
  const units = seenUnits(catalogue, question.unit, principal);
  const [afterIndicator, afterUnit] = cursorOf(question.cursor);
  for (const indicator of indicatorsOf(catalogue, question.indicator)) {
    const period = periodFor(catalogue, indicator, question.period, today);
    if (period === undefined || indicator.no < afterIndicator) continue;
    const after = indicator.no === afterIndicator ? afterUnit : -1;
    for (const unit of reporting(catalogue, indicator, period, units)) {
      if (unit.no > after) yield { indicator, unit, period, periodNo: periodNo(period) };
    }
  }
}

function indicatorsOf({ indicators }: Catalogue, code: string | undefined): Indicator[] {
  return indicators
    .filter((one) => code === undefined || one.code === code)
    .sort((a, b) => a.no - b.no);
}

function reporting(
  catalogue: Catalogue,
  indicator: Indicator,
  period: Period,
  units: readonly Unit[],
): Unit[] {
  const day = catalogue.calendarOf(indicator).lastDay(period);
  return units.filter(
    (unit) => unit.level === indicator.reportedBy && catalogue.units.validOn(unit, day),
  );
}

function seenUnits({ units }: Catalogue, unit: string | undefined, principal: Principal) {
  const asked = unit === undefined ? units.all() : units.subtree(unit);
  const seen = new Set(principal.units.flatMap((id) => units.subtree(id).map(({ no }) => no)));
  return asked.filter(({ no }) => seesAll(principal) || seen.has(no)).sort((a, b) => a.no - b.no);
}

function periodFor(
  catalogue: Catalogue,
  indicator: Indicator,
  asked: Period | undefined,
  today: Today,
): Period | undefined {
  if (asked !== undefined) return frequencyOf(asked) === indicator.frequency ? asked : undefined;
  const calendar = catalogue.calendarOf(indicator);
  return previousPeriod(calendar.periodAt(today(calendar), indicator.frequency));
}

function take(obligations: Generator<Obligation>, count: number): Obligation[] {
  const taken: Obligation[] = [];
  while (taken.length < count) {
    const next = obligations.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

function cursorAfter({ indicator, unit }: Obligation): string {
  return Buffer.from(`${indicator.no}/${unit.no}`).toString('base64url');
}

function cursorOf(cursor: string | undefined): [indicator: number, unit: number] {
  const text = Buffer.from(cursor ?? '', 'base64url').toString();
  const [indicator = -1, unit = -1] = /^\d+\/\d+$/.test(text) ? text.split('/').map(Number) : [];
  return [indicator, unit];
}
