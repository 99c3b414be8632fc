import { type Calendar, type Catalogue, CurrentCatalogue, type Indicator } from '#catalogue';
import { Database } from '#platform';
import { Injectable } from '@nestjs/common';
import { restandSubjects } from './assess-subjects.js';
import { planByIndex } from './plan-by-index.js';
import { prepareBands } from './prepare-bands.js';
import { followed, takeAlone } from './progress-state.js';
import { SUBJECT_COLUMNS, type Subject } from './subjects.js';
import { type Today, todayAt } from './today.js';

const CHUNK = 1000;

const DUE = `
  SELECT ${SUBJECT_COLUMNS} FROM standing
  WHERE revisit_on <= $1 AND no > $2 ORDER BY no LIMIT ${CHUNK}`;

/** After a clock went back, whatever was judged by a later day is looked at again. */
const TURN_BACK = `
  UPDATE standing SET revisit_on = $1
  WHERE $1 < (SELECT revisited_on FROM progress_state)`;

const REVISITED = `UPDATE progress_state SET revisited_on = $1`;
const PREPARED = `UPDATE progress_state SET prepared_on = $1`;
const PREPARED_ON = `SELECT prepared_on::text AS day FROM progress_state`;

/** Brings standings up to the day where time alone changes them: a deadline passes, a window closes. */
@Injectable()
export class Revisits {
  private turn: Promise<void> = Promise.resolve();
  /** The days, one per time zone, up to which this process has looked. */
  private until = '';

  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
  ) {}

  /**
   * Looks at every standing, so that those are found too which a process with a slower clock judged by an
   * earlier day, or a rebuild made anew. Calls wait for one another.
   */
  revisit(now: Date): Promise<void> {
    return this.inTurn(() => this.upTo(todayAt(now)));
  }

  /** The same, once in each day: for those who ask often. */
  revisitOnceADay(now: Date): Promise<void> {
    const today = todayAt(now);
    return this.inTurn(async () => {
      if (daysIn(this.catalogues.get(), today).join() !== this.until) await this.upTo(today);
    });
  }

  private inTurn(look: () => Promise<void>): Promise<void> {
    const turn = this.turn.then(look);
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async upTo(today: Today): Promise<void> {
    const days = daysIn(this.catalogues.get(), today);
    const catalogue = await followed(this.catalogues, this.database);
    const day = days.at(-1) as string;
    await this.restandDue(catalogue, day, today);
    await this.prepareAhead(catalogue, day, today);
    this.until = days.join();
  }

  private async restandDue(catalogue: Catalogue, day: string, today: Today): Promise<void> {
    await this.database.transaction(async (tx) => {
      await takeAlone(tx);
      await tx.query(TURN_BACK, [day]);
    });
    for (let last = 0; last !== Infinity;) {
      last = await this.database.transaction(async (tx) => {
        await takeAlone(tx);
        await planByIndex(tx);
        const { rows: due } = await tx.query<Subject>(DUE, [day, last]);
        await restandSubjects(tx, catalogue, due, today);
        return due.at(-1)?.no ?? Infinity;
      });
    }
    await this.database.query(REVISITED, [day]);
  }

  /** Bands of periods that come into sight with the day. */
  private async prepareAhead(catalogue: Catalogue, day: string, today: Today): Promise<void> {
    const { rows } = await this.database.query<{ day: string | null }>(PREPARED_ON);
    const before = rows[0]?.day ?? null;
    const isNew = (indicator: Indicator) => {
      const calendar = catalogue.calendarOf(indicator);
      const running = calendar.periodAt(today(calendar), indicator.frequency);
      return before === null || running !== calendar.periodAt(before, indicator.frequency);
    };
    const indicators = new Set(catalogue.indicators.filter(isNew));
    const targets = catalogue.targets.filter((target) => indicators.has(target.indicator));
    await prepareBands(this.database, catalogue, targets, today);
    if (before !== day) await this.database.query(PREPARED, [day]);
  }
}

/** Today in every time zone in use, in order. */
export function daysIn(catalogue: Catalogue, today: Today): string[] {
  const calendars: Calendar[] = [
    catalogue.calendar('civil'),
    ...catalogue.calendarDocuments.map(({ code }) => catalogue.calendar(code)),
  ];
  return calendars.map(today).sort();
}
