import { type Alert, TOPICS } from '#contracts';
import { CurrentCatalogue, periodNo } from '#catalogue';
import type { Follower, Projection, Recorded, Sql } from '#platform';
import { Injectable } from '@nestjs/common';
import { tensOf } from './condition-sql.js';
import { isEnded } from './model/alert.js';
import { WORSENING } from './model/decide.js';

export const ALERTS: Follower = { name: 'alerts', topic: TOPICS.alerts };

const WRITE = `
  INSERT INTO alert (id, rule, target_id, target_no, indicator, unit, severity, episode, state, is_open,
                     worst, period, raised_at, resolved_at, timeline, lines)
  SELECT * FROM json_to_recordset($1) AS a (
    id text, rule text, target_id text, target_no int, indicator text, unit text, severity text,
    episode int, state text, is_open boolean, worst smallint, period int, raised_at text,
    resolved_at text, timeline json, lines int)
  ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, state = excluded.state,
    is_open = excluded.is_open, worst = excluded.worst, period = excluded.period,
    raised_at = excluded.raised_at, resolved_at = excluded.resolved_at,
    timeline = excluded.timeline, lines = excluded.lines
  WHERE excluded.lines > alert.lines`;

/** Facts of alerts become rows: each fact tells the whole alert, so the longest story of each is enough. */
@Injectable()
export class AlertProjection implements Projection {
  readonly name = ALERTS.name;
  readonly topic = ALERTS.topic;
  readonly maxBatch = 2000;

  constructor(private readonly catalogues: CurrentCatalogue) {}

  async apply(tx: Sql, facts: readonly Recorded[]): Promise<void> {
    const catalogue = await this.catalogues.load();
    const rows = [...longest(facts as readonly Recorded<Alert>[])].map((alert) => ({
      ...rowOf(alert),
      target_no: catalogue.target(alert.targetId)?.no ?? null,
    }));
    const ended = rows.filter((row) => !row.is_open);
    const open = rows.filter((row) => row.is_open);
    for (const part of [ended, open]) {
      if (part.length > 0) await tx.query(WRITE, [JSON.stringify(part)]);
    }
  }
}

/** A fact that stands in the log twice may come after a longer one. */
function longest(facts: readonly Recorded<Alert>[]): Iterable<Alert> {
  const stories = new Map<string, Alert>();
  for (const { key, data } of facts) {
    if (data.timeline.length > (stories.get(key)?.timeline.length ?? 0)) stories.set(key, data);
  }
  return stories.values();
}

function rowOf(alert: Alert) {
  const { timeline } = alert;
  const told = timeline
    .flatMap(({ status }) => status ?? [])
    .filter((one) => WORSENING.includes(one));
  const periods = timeline.flatMap(({ period }) => (period ? periodNo(period) : []));
  return {
    id: alert.id,
    rule: alert.rule,
    target_id: alert.targetId,
    indicator: alert.indicator,
    unit: alert.unit,
    severity: alert.severity,
    episode: alert.episode,
    state: alert.state,
    is_open: !isEnded(alert),
    worst: told.length > 0 ? Math.max(...told.map(tensOf)) : null,
    period: periods.length > 0 ? Math.max(...periods) : null,
    raised_at: alert.raisedAt,
    resolved_at: alert.resolvedAt ?? null,
    timeline,
    lines: timeline.length,
  };
}
