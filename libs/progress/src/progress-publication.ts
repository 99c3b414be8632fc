import { type Catalogue, CurrentCatalogue } from '#catalogue';
import {
  type CatalogueChanged,
  FACTS,
  type ProgressItem,
  PUBLISHED_TOPICS,
  TOPICS,
} from '#contracts';
import {
  type Changed,
  Clock,
  Database,
  EventLog,
  ProjectionRunner,
  type Publication,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { CATALOGUE_PROGRESS } from './catalogue-progress.projection.js';
import { allTargets, type Moment, momentNow, targetsWrittenSince } from './changed-standings.js';
import { itemsOf } from './items-of.js';
import { followed } from './progress-state.js';
import { daysIn, Revisits } from './revisits.js';
import { standingsOfTargets } from './stored-standing.js';
import { todayAt } from './today.js';

/** Up to where changes were asked for. */
interface Mark extends Moment {
  /** The position up to which the read models follow the reference data. */
  readonly followed: number;
  /** The days by which everything is judged. */
  readonly days: string;
}

/**
 * Where each target stands, for other systems: an item of `GET /v1/progress` under the target's id. An item
 * is not told again because it is true another day, so `asOf` is the day on which it was told.
 */
@Injectable()
export class ProgressPublication implements Publication<ProgressItem, Mark> {
  readonly topic = PUBLISHED_TOPICS.progress;
  readonly type = FACTS.progressChanged;

  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly revisits: Revisits,
    private readonly log: EventLog,
    private readonly runner: ProjectionRunner,
    private readonly clock: Clock,
  ) {}

  /**
   * What was written since, whoever wrote it. A new day, and tables that were made anew, may change items
   * whose rows tell nothing of it; then everything is looked at.
   */
  async changedSince(mark: Mark | undefined): Promise<Changed<Mark>> {
    const now = this.clock.now();
    await this.revisits.revisitOnceADay(now);
    const followedUpTo = await this.runner.nextPosition(CATALOGUE_PROGRESS);
    const moment = await momentNow(this.database);
    const catalogue = await followed(this.catalogues, this.database);
    const days = daysIn(catalogue, todayAt(now)).join();
    const next: Mark = { ...moment, followed: followedUpTo, days };
    if (mark?.table !== next.table || mark.days !== days) {
      const keys = idsOf(catalogue, await allTargets(this.database));
      return { keys, isAll: true, mark: next };
    }
    const written = idsOf(catalogue, await targetsWrittenSince(this.database, mark, next));
    const renewed = await this.renewed(mark.followed, next.followed);
    return { keys: [...written, ...renewed], isAll: false, mark: next };
  }

  async say(keys: readonly string[]): Promise<ReadonlyMap<string, ProgressItem>> {
    const catalogue = await followed(this.catalogues, this.database);
    const nos = keys.flatMap((id) => catalogue.target(id)?.no ?? []);
    const rows = await standingsOfTargets(this.database, nos);
    const items = await itemsOf(this.database, catalogue, rows, todayAt(this.clock.now()));
    return new Map(items.map((item) => [item.targetId as string, item]));
  }

  essenceOf({ asOf: _, ...essence }: ProgressItem): unknown {
    return essence;
  }

  /** Targets that came, changed or ended with the reference data that is followed since. */
  private async renewed(from: number, to: number): Promise<string[]> {
    if (to <= from) return [];
    const facts = await this.log.between(TOPICS.catalogue, from, to);
    return facts.flatMap(({ data }) => (data as CatalogueChanged).changed.targets);
  }
}

function idsOf(catalogue: Catalogue, nos: readonly number[]): string[] {
  return nos.flatMap((no) => catalogue.targetByNo(no)?.id ?? []);
}
