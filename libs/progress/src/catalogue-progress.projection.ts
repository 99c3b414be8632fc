import { CurrentCatalogue } from '#catalogue';
import { type CatalogueChanged, TOPICS } from '#contracts';
import {
  Clock,
  Database,
  type Follower,
  type Projection,
  type Recorded,
  type Sql,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { type Change, followCatalogue } from './follow-catalogue.js';
import { todayAt } from './today.js';

export const CATALOGUE_PROGRESS: Follower = {
  name: 'catalogue-progress',
  topic: TOPICS.catalogue,
};

/**
 * Read models follow the reference data. Works in transactions of its own, between which reports flow;
 * after a crash the whole change is simply made again.
 */
@Injectable()
export class CatalogueProgressProjection implements Projection {
  readonly name = CATALOGUE_PROGRESS.name;
  readonly topic = CATALOGUE_PROGRESS.topic;
  readonly maxBatch = 1000;

  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async apply(_tx: Sql, facts: readonly Recorded[]): Promise<void> {
    const change = merged(facts.map((fact) => fact.data as CatalogueChanged));
    const catalogue = await this.catalogues.load(change.version);
    await followCatalogue(this.database, catalogue, change, todayAt(this.clock.now()));
  }
}

/** Several versions in a row as one change, to the last of them. */
function merged(changes: readonly CatalogueChanged[]): Change {
  const all = (key: 'figures' | 'indicators' | 'targets') =>
    new Set(changes.flatMap(({ recompute }) => recompute[key]));
  return {
    ancestry: changes.some(({ recompute }) => recompute.ancestry),
    figures: all('figures'),
    indicators: all('indicators'),
    targets: all('targets'),
    version: Math.max(...changes.map(({ version }) => version)),
  };
}
