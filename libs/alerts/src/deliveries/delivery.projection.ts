import { CurrentCatalogue } from '#catalogue';
import { type Alert, type TimelineEntry, TOPICS } from '#contracts';
import { causeText, JobQueue, type Projection, type Recorded, type Sql } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import { askToDrain } from './ask-to-drain.js';

export const DELIVERIES = 'deliveries';

const TOLD: readonly TimelineEntry['what'][] = [
  'raised',
  'changed',
  'acknowledged',
  'resolved',
  'superseded',
];

const INSERT = `
  INSERT INTO delivery (fact_id, channel, alert_id, body, correlation_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
  ON CONFLICT (fact_id, channel) DO NOTHING`;

/**
 * What happens to an alert has to reach the channels that its rule notifies: once per alert and
 * transition, also when facts are read again. What was never raised is told to nobody.
 */
@Injectable()
export class DeliveryProjection implements Projection {
  readonly name = DELIVERIES;
  readonly topic = TOPICS.alerts;
  readonly maxBatch = 1000;
  private readonly logger = new Logger(DeliveryProjection.name);

  constructor(
    private readonly catalogues: CurrentCatalogue,
    private readonly queue: JobQueue,
  ) {}

  async apply(tx: Sql, facts: readonly Recorded[]): Promise<void> {
    const catalogue = await this.catalogues.load();
    const rows = (facts as readonly Recorded<Alert>[])
      .filter(isTold)
      .flatMap((fact) =>
        (catalogue.rule(fact.data.rule)?.notify ?? []).map((channel) => ({ fact, channel })),
      );
    if (rows.length === 0) return;
    await tx.query(INSERT, [
      rows.map(({ fact }) => fact.id),
      rows.map(({ channel }) => channel),
      rows.map(({ fact }) => fact.key),
      rows.map(({ fact }) => bodyOf(fact)),
      rows.map(({ fact }) => causeText(fact)),
    ]);
  }

  /** A wake-up that is lost is made up for by the sweep. */
  applied(facts: readonly Recorded[]): void {
    const catalogue = this.catalogues.get();
    const told = (facts as readonly Recorded<Alert>[]).filter(isTold);
    const channels = told.flatMap(({ data }) => catalogue.rule(data.rule)?.notify ?? []);
    askToDrain(this.queue, channels).catch((error: unknown) =>
      this.logger.warn('Deliveries wait for the next sweep', error),
    );
  }
}

function isTold({ data }: Recorded<Alert>): boolean {
  const what = data.timeline.at(-1)?.what;
  return data.raisedAt !== null && what !== undefined && TOLD.includes(what);
}

/** As Standard Webhooks has it; the same bytes at every attempt. */
function bodyOf({ type, time, data }: Recorded<Alert>): string {
  return JSON.stringify({ type, timestamp: time, data });
}
