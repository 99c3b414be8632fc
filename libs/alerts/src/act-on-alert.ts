import { CurrentCatalogue, sees } from '#catalogue';
import type { Alert, Principal, TimelineEntry } from '#contracts';
import { Clock, Conflict, Correlation, Database } from '#platform';
import { Injectable } from '@nestjs/common';
import { AlertLog } from './alert-log.js';
import { evolve, isEnded } from './model/alert.js';
import { alertsById } from './stored-alerts.js';

const TRIES = 5;
/** Each fact tells the whole alert, and the log takes no more than a mebibyte: what happens later still has room. */
const LARGEST_BYTES = 512 * 1024;

/** The alert after what was done, or why it was not. */
export type ActedOn =
  | { readonly alert: Alert }
  | { readonly refused: 'not-found' | 'not-permitted' | 'alert-ended' | 'body-too-large' };

/** Adds a person's line to an alert. */
@Injectable()
export class ActOnAlert {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly log: AlertLog,
    private readonly clock: Clock,
  ) {}

  /** Acknowledging twice is once; throws `Conflict` when others keep changing the alert. */
  async act(
    id: string,
    what: 'acknowledged' | 'commented',
    by: Principal,
    text: string | undefined,
  ): Promise<ActedOn> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      await this.log.caughtUp();
      const alert = (await alertsById(this.database, [id])).get(id);
      if (!alert) return { refused: 'not-found' };
      if (!sees(by, alert.unit, this.catalogues.get())) return { refused: 'not-permitted' };
      if (what === 'acknowledged' && alert.state === 'acknowledged') return { alert };
      if (what === 'acknowledged' && isEnded(alert)) return { refused: 'alert-ended' };
      const acted = evolve(alert, this.line(what, by, text));
      if (sizeOf(acted) > LARGEST_BYTES) return { refused: 'body-too-large' };
      const correlationId = Correlation.current();
      const [isNew] = await this.log.tell([{ alert: acted, correlationId }]);
      if (isNew) return { alert: acted };
    }
    throw new Conflict('alert-busy', `The alert ${id} is being changed by others.`);
  }

  private line(what: TimelineEntry['what'], by: Principal, text: string | undefined) {
    const at = this.clock.now().toISOString();
    return { at, what, by: by.name, ...(text !== undefined && { text }) };
  }
}

function sizeOf(alert: Alert): number {
  return Buffer.byteLength(JSON.stringify(alert));
}
