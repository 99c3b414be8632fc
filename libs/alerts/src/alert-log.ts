import { type Alert, FACTS, type TimelineEntry, TOPICS } from '#contracts';
import { type Cause, EventLog, type Fact, ProjectionRunner, Unavailable } from '#platform';
import { Injectable } from '@nestjs/common';
import { ALERTS } from './alert.projection.js';

const CHUNK = 1000;
const PATIENCE_MS = 30_000;

const TYPE_OF: Readonly<Record<TimelineEntry['what'], string>> = {
  pending: FACTS.alertUpdated,
  raised: FACTS.alertRaised,
  changed: FACTS.alertUpdated,
  acknowledged: FACTS.alertAcknowledged,
  commented: FACTS.alertCommented,
  resolved: FACTS.alertResolved,
  superseded: FACTS.alertSuperseded,
};

/** An alert after its latest line, with what caused that line. */
export interface Told extends Cause {
  readonly alert: Alert;
}

/**
 * Appends what happened to alerts. A fact's id is its alert and line, so that of two who add the same
 * line of one alert at once, one adds it and the other learns that it came too late.
 */
@Injectable()
export class AlertLog {
  constructor(
    private readonly log: EventLog,
    private readonly runner: ProjectionRunner,
  ) {}

  /** Resolves when the rows know every fact there is. Throws `Unavailable` when that takes longer than 30 s. */
  async caughtUp(): Promise<void> {
    if (await this.runner.caughtUp(ALERTS, PATIENCE_MS)) return;
    throw new Unavailable('alerts-behind', 'The alerts are not projected up to their end yet.');
  }

  /** Answers, per alert, whether this call added the line, and resolves when the rows know it. */
  async tell(told: readonly Told[]): Promise<readonly boolean[]> {
    const isNew: boolean[] = [];
    for (let first = 0; first < told.length; first += CHUNK) {
      const facts = told.slice(first, first + CHUNK).map(factOf);
      const appended = await this.log.append(TOPICS.alerts, facts);
      isNew.push(...appended.map(({ outcome }) => outcome === 'appended'));
    }
    if (told.length > 0) await this.caughtUp();
    return isNew;
  }
}

function factOf({ alert, correlationId, traceparent }: Told): Fact<Alert> {
  const line = alert.timeline.at(-1) as TimelineEntry;
  return {
    id: `${alert.id}.${alert.timeline.length}`,
    type: TYPE_OF[line.what],
    key: alert.id,
    time: line.at,
    correlationId,
    traceparent,
    fingerprint: JSON.stringify([line.what, line.period, line.status, line.by, line.text]),
    data: alert,
  };
}
