import { ALERTS } from '#alerts';
import { CurrentCatalogue, sees } from '#catalogue';
import { type Alert, type CloudEvent, FACTS, type Principal, TOPICS } from '#contracts';
import { Clock, EventLog, type Follower, ProjectionRunner } from '#platform';
import { GetChangedProgress, REPORT_PROGRESS } from '#progress';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

const AT_ONCE = 200;

/** Where a reader of the stream is: the first position of each topic that it has not been told. */
export interface StreamPosition {
  readonly reports: number;
  readonly alerts: number;
}

/** An event, and where a reader is who has it. */
export interface Streamed {
  readonly id: string;
  readonly event: CloudEvent;
}

/**
 * What has happened, as events, derived from the facts: progress that changed, as it is now, and alerts as
 * their facts tell them. Nothing is kept for readers; a reader resumes from a position.
 */
@Injectable()
export class EventStream {
  constructor(
    private readonly queries: QueryBus,
    private readonly log: EventLog,
    private readonly runner: ProjectionRunner,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  /** Now; or where the id of an event says, when that is one of ours and not ahead of the facts. */
  async begin(lastEventId: string | undefined): Promise<StreamPosition> {
    const now = {
      reports: await this.runner.nextPosition(REPORT_PROGRESS),
      alerts: await this.runner.nextPosition(ALERTS),
    };
    const [, reports, alerts] = /^(\d{1,15})-(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
    if (reports === undefined || alerts === undefined) return now;
    return {
      reports: Math.min(Number(reports), now.reports),
      alerts: Math.min(Number(alerts), now.alerts),
    };
  }

  /** What came after a position, for one reader, and where the reader is then. */
  async after(
    at: StreamPosition,
    principal: Principal,
  ): Promise<{ readonly events: readonly Streamed[]; readonly at: StreamPosition }> {
    const reports = await this.endOf(REPORT_PROGRESS, at.reports);
    const alerts = await this.endOf(ALERTS, at.alerts);
    const progress = await this.progressIn(at, reports, principal);
    const raised = await this.alertsIn({ ...at, reports }, alerts, principal);
    return { events: [...progress, ...raised], at: { reports, alerts } };
  }

  /** Resolves as soon as there is something after a position, at the latest after a while. */
  async wait(at: StreamPosition, withinMs: number): Promise<void> {
    await Promise.race([
      this.runner.waitFor(REPORT_PROGRESS, at.reports, withinMs),
      this.runner.waitFor(ALERTS, at.alerts, withinMs),
    ]);
  }

  private async endOf(projection: Follower, from: number): Promise<number> {
    return Math.min(await this.runner.nextPosition(projection), from + AT_ONCE);
  }

  /** Several targets can follow from one report: only the last of them moves the reader past it. */
  private async progressIn(
    at: StreamPosition,
    to: number,
    principal: Principal,
  ): Promise<Streamed[]> {
    if (to <= at.reports) return [];
    const asked = new GetChangedProgress(at.reports, to, principal);
    const changed = await this.queries.execute(asked);
    return changed.map(({ position, item }, index) => ({
      id: idOf({ ...at, reports: index === changed.length - 1 ? to : position }),
      event: {
        specversion: '1.0',
        id: `${item.targetId}@${position}`,
        source: '/v1/progress',
        type: FACTS.progressChanged,
        subject: item.targetId ?? item.indicator,
        time: this.clock.now().toISOString(),
        datacontenttype: 'application/json',
        data: item,
      },
    }));
  }

  private async alertsIn(
    at: StreamPosition,
    to: number,
    principal: Principal,
  ): Promise<Streamed[]> {
    if (to <= at.alerts) return [];
    const facts = await this.log.between(TOPICS.alerts, at.alerts, to);
    const catalogue = this.catalogues.get();
    return facts
      .filter(({ data }) => sees(principal, (data as Alert).unit, catalogue))
      .map(({ id, key, type, time, correlationId, data, position }) => ({
        id: idOf({ ...at, alerts: position + 1 }),
        event: {
          specversion: '1.0',
          id,
          source: '/v1/alerts',
          type,
          subject: key,
          time,
          datacontenttype: 'application/json',
          correlationid: correlationId,
          data,
        },
      }));
  }
}

function idOf({ reports, alerts }: StreamPosition): string {
  return `${reports}-${alerts}`;
}
