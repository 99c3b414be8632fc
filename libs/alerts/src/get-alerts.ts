import { type Catalogue, CurrentCatalogue, seesAll } from '#catalogue';
import type { Alert, AlertState, Principal } from '#contracts';
import { Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ALERT_COLUMNS, alertOf, type AlertRow } from './stored-alerts.js';

const MOST = 1000;

export interface AlertQuestion {
  readonly state?: AlertState;
  readonly rule?: string;
  readonly indicator?: string;
  readonly unit?: string;
  readonly cursor?: string;
  /** 100 unless it says otherwise; at most 1,000. */
  readonly limit?: number;
}

export interface AlertPage {
  readonly items: readonly Alert[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** Alerts with their timelines, the latest first, of the units that the principal sees; undefined for a cursor that is none. */
export class GetAlerts extends Query<AlertPage | undefined> {
  constructor(
    readonly question: AlertQuestion,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(GetAlerts)
export class GetAlertsHandler implements IQueryHandler<GetAlerts> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
  ) {}

  async execute({ question, principal }: GetAlerts): Promise<AlertPage | undefined> {
    const before = question.cursor === undefined ? undefined : cursorOf(question.cursor);
    if (before === null) return undefined;
    const limit = Math.min(question.limit ?? 100, MOST);
    const values: unknown[] = [limit + 1];
    const is = (column: string, value: unknown) =>
      value === undefined ? [] : [`${column} = $${values.push(value)}`];
    const seen = unitsSeen(this.catalogues.get(), principal);
    const conditions = [
      ...is('state', question.state),
      ...is('rule', question.rule),
      ...is('indicator', question.indicator),
      ...is('unit', question.unit),
      ...(seen ? [`unit = ANY ($${values.push(seen)})`] : []),
      ...(before === undefined ? [] : [`no < $${values.push(before)}`]),
    ];
    const { rows } = await this.database.query<AlertRow>(
      `SELECT ${ALERT_COLUMNS} FROM alert WHERE ${conditions.join(' AND ') || 'true'}
       ORDER BY no DESC LIMIT $1`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const next = rows.length > limit && last ? Buffer.from(last.no).toString('base64url') : null;
    return { items: items.map(alertOf), next };
  }
}

/** The units whose alerts a principal sees; undefined for all there are. */
export function unitsSeen({ units }: Catalogue, principal: Principal): string[] | undefined {
  if (seesAll(principal)) return undefined;
  return principal.units.flatMap((id) => units.subtree(id).map((unit) => unit.id));
}

function cursorOf(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  return /^\d{1,18}$/.test(text) ? text : null;
}
