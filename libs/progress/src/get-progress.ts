import { type Catalogue, CurrentCatalogue } from '#catalogue';
import type { Principal, ProgressItem } from '#contracts';
import { Clock, Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { itemsOf } from './items-of.js';
import { type NotAnswered, notAnswered } from './not-answered.js';
import { PositionGate } from './position-gate.js';
import { followed } from './progress-state.js';
import { Revisits } from './revisits.js';
import { type Condition, conditionOf, type StandingFilter } from './standing-filter.js';
import { STANDING_COLUMNS, type StoredStanding } from './stored-standing.js';
import { asOf, type Today, todayAt } from './today.js';

const MOST_ITEMS = 1000;

export interface ProgressQuestion extends StandingFilter {
  /** As if that day were today, with everything known now. */
  readonly asOf?: string;
  /** What was known on a past day: refused, for now. */
  readonly knownAt?: string;
  /** Answers only what includes this position, and waits for it. */
  readonly minPosition?: string;
  readonly cursor?: string;
  /** 100 unless it says otherwise; at most 1,000. */
  readonly limit?: number;
}

export interface ProgressPage {
  readonly items: readonly ProgressItem[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** Where targets stand, those that the principal sees; one item per target, and per indicator and unit without one. */
export class GetProgress extends Query<ProgressPage | NotAnswered> {
  constructor(
    readonly question: ProgressQuestion,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(GetProgress)
export class GetProgressHandler implements IQueryHandler<GetProgress> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly gate: PositionGate,
    private readonly revisits: Revisits,
    private readonly clock: Clock,
  ) {}

  async execute({ question, principal }: GetProgress): Promise<ProgressPage | NotAnswered> {
    if (question.knownAt !== undefined) {
      const message = 'What was known on a past day cannot be asked for yet.';
      return notAnswered('parameter-not-supported', 'knownAt', message);
    }
    const after = question.cursor === undefined ? 0 : cursorOf(question.cursor);
    if (after === undefined) {
      return notAnswered('parameter-malformed', 'cursor', 'This is not a cursor given out here.');
    }
    const waiting = await this.gate.notReached(question.minPosition);
    return waiting ?? this.page(question, principal, after);
  }

  private async page(
    question: ProgressQuestion,
    principal: Principal,
    after: number,
  ): Promise<ProgressPage> {
    const now = this.clock.now();
    await this.revisits.revisitOnceADay(now);
    const catalogue = await followed(this.catalogues, this.database);
    const limit = Math.min(Math.max(question.limit ?? 100, 1), MOST_ITEMS);
    if (question.asOf !== undefined) {
      return this.pageAsOf(catalogue, question, asOf(question.asOf), principal, after, limit);
    }
    const condition = conditionOf(catalogue, question, principal);
    const rows = await this.rows(condition, after, limit + 1);
    const items = await itemsOf(this.database, catalogue, rows.slice(0, limit), todayAt(now));
    return { items, next: rows.length > limit ? cursorAfter(rows[limit - 1]) : null };
  }

  /** The rows tell of now: for another day all are assessed, and only then it is known which are wanted. */
  private async pageAsOf(
    catalogue: Catalogue,
    { status, ...filter }: ProgressQuestion,
    today: Today,
    principal: Principal,
    after: number,
    limit: number,
  ): Promise<ProgressPage> {
    const condition = conditionOf(catalogue, filter, principal);
    for (let last = after; ;) {
      const rows = await this.rows(condition, last, limit);
      const all = await itemsOf(this.database, catalogue, rows, today, true);
      const items = all.filter((item) => status === undefined || item.status === status);
      last = rows.at(-1)?.no ?? last;
      if (rows.length < limit) return { items, next: null };
      if (items.length > 0) return { items, next: cursorAfter(rows.at(-1)) };
    }
  }

  private async rows(
    { text, values }: Condition,
    after: number,
    limit: number,
  ): Promise<StoredStanding[]> {
    const { rows } = await this.database.query<StoredStanding>(
      `SELECT ${STANDING_COLUMNS} FROM standing s
       WHERE ${text} AND s.no > $${values.length + 1}
       ORDER BY s.no LIMIT $${values.length + 2}`,
      [...values, after, limit],
    );
    return rows;
  }
}

function cursorAfter(row: StoredStanding | undefined): string | null {
  return row ? Buffer.from(`${row.no}`).toString('base64url') : null;
}

function cursorOf(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
