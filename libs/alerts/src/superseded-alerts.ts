import { type Catalogue, inScope } from '#catalogue';
import { Correlation, Database, dayIn } from '#platform';
import { Injectable } from '@nestjs/common';
import type { Told } from './alert-log.js';
import { evolve } from './model/alert.js';
import { alertsById } from './stored-alerts.js';

interface OpenRow {
  readonly id: string;
  readonly rule: string;
  readonly targetId: string;
}

const OPEN = `SELECT id, rule, target_id AS "targetId" FROM alert WHERE is_open`;

/** Open alerts whose rule, target or unit has ended, or whose target left the rule's scope. */
@Injectable()
export class SupersededAlerts {
  /** The version and the day that were looked at last: nothing else ends an alert this way. */
  private seen = '';

  constructor(private readonly database: Database) {}

  /** Each with its closing line; none where neither reference data nor the day has changed since the last look. */
  async find(catalogue: Catalogue, now: Date): Promise<readonly Told[]> {
    const seen = `${catalogue.version}/${dayIn(now, catalogue.calendar('civil').timeZone)}`;
    if (seen === this.seen) return [];
    const { rows } = await this.database.query<OpenRow>(OPEN);
    const isWatched = watchedBy(catalogue, now);
    const ended = rows.filter((row) => !isWatched(row)).map(({ id }) => id);
    const alerts = await alertsById(this.database, ended);
    this.seen = seen;
    const line = { at: now.toISOString(), what: 'superseded' } as const;
    const correlationId = Correlation.current();
    return [...alerts.values()].map((alert) => ({ alert: evolve(alert, line), correlationId }));
  }
}

function watchedBy(catalogue: Catalogue, now: Date): (row: OpenRow) => boolean {
  const scopes = new Map(
    catalogue.rules.map((rule) => [rule.code, inScope(rule.scope, catalogue.units)]),
  );
  return ({ rule, targetId }) => {
    const target = catalogue.target(targetId);
    if (!target || !scopes.get(rule)?.(target)) return false;
    const today = dayIn(now, catalogue.calendarOf(target.indicator).timeZone);
    return catalogue.units.validOn(target.unit, today);
  };
}
