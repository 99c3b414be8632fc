import type { Alert } from '#contracts';
import type { Sql } from '#platform';

/** A row of the table of alerts, as far as an alert is made of it. */
export interface AlertRow {
  readonly no: string;
  readonly id: string;
  readonly rule: string;
  readonly targetId: string;
  readonly indicator: string;
  readonly unit: string;
  readonly severity: Alert['severity'];
  readonly episode: number;
  readonly state: Alert['state'];
  readonly raisedAt: string | null;
  readonly resolvedAt: string | null;
  readonly timeline: Alert['timeline'];
}

export const ALERT_COLUMNS = `no, id, rule, target_id AS "targetId", indicator, unit, severity, episode,
  state, raised_at AS "raisedAt", resolved_at AS "resolvedAt", timeline`;

export function alertOf({ no: _, resolvedAt, ...row }: AlertRow): Alert {
  return { ...row, ...(resolvedAt !== null && { resolvedAt }) };
}

/** The alerts of these ids, by id. */
export async function alertsById(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Alert>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alert WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, alertOf(row)]));
}

/** The number of the latest episode of each rule and target, under `rule/target`; none where there was none. */
export async function latestEpisodes(
  sql: Sql,
  places: readonly { readonly rule: string; readonly targetId: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (places.length === 0) return new Map();
  const { rows } = await sql.query<{ place: string; episode: number }>(
    `SELECT rule || '/' || target_id AS place, max(episode) AS episode FROM alert
     WHERE (rule, target_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     GROUP BY rule, target_id`,
    [places.map(({ rule }) => rule), places.map(({ targetId }) => targetId)],
  );
  return new Map(rows.map(({ place, episode }) => [place, episode]));
}
