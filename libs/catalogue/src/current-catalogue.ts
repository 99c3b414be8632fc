import { Database, Unavailable, type Sql } from '#platform';
import { Injectable } from '@nestjs/common';
import { changedBetween, newestVersion, type DocumentRow } from './document-store.js';
import { LoadedDocuments } from './loaded-documents.js';
import type { Catalogue } from './model/catalogue.js';

/** How many versions stay in memory beside the newest: those that a projection may still be at. */
const KEPT = 3;

/** The reference data in memory: the newest version this process knows, and exact versions on request. */
@Injectable()
export class CurrentCatalogue {
  private newest = LoadedDocuments.none;
  /** The one asked for last comes first. */
  private older: readonly LoadedDocuments[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Set<() => void>();

  constructor(private readonly database: Database) {}

  /** The newest version known here; empty, of version 0, before anything was applied. */
  get(): Catalogue {
    return this.newest.catalogue;
  }

  /** The newest version there is, or exactly the version given. Throws `Unavailable` when that is still to come. */
  async load(version?: number, sql: Sql = this.database): Promise<Catalogue> {
    const turn = this.turn.then(() => this.reach(version, sql));
    this.turn = turn.catch(() => undefined);
    return (await turn).catalogue;
  }

  /** The newest version, as soon as it is at least the one given; throws `Unavailable` when that takes longer. */
  async atLeast(version: number, timeoutMs = 10_000): Promise<Catalogue> {
    const until = Date.now() + timeoutMs;
    while ((await this.load()).version < version) {
      const left = until - Date.now();
      if (left <= 0) throw notThere(version);
      await this.nextVersion(Math.min(left, 1000));
    }
    return this.get();
  }

  private async reach(version: number | undefined, sql: Sql): Promise<LoadedDocuments> {
    const known = [this.newest, ...this.older].find((loaded) => loaded.version === version);
    if (known) return this.keep(known);
    const newest = await newestVersion(sql);
    const wanted = version ?? newest;
    if (wanted > newest) throw notThere(wanted);
    const base = this.nearestTo(wanted);
    if (base.version === wanted) return base;
    const rows: DocumentRow[] = [];
    for await (const page of changedBetween(sql, base.version, wanted)) rows.push(...page);
    return this.keep(base.with(wanted, rows));
  }

  private nearestTo(version: number): LoadedDocuments {
    return [this.newest, ...this.older]
      .filter((loaded) => loaded.version <= version)
      .reduce((a, b) => (b.version > a.version ? b : a), LoadedDocuments.none);
  }

  private keep(loaded: LoadedDocuments): LoadedDocuments {
    const [newest, other] =
      loaded.version >= this.newest.version ? [loaded, this.newest] : [this.newest, loaded];
    if (newest !== other) {
      const rest = this.older.filter((one) => one !== other && one !== newest);
      this.older = [other, ...rest].slice(0, KEPT);
    }
    this.newest = newest;
    for (const resolve of this.waiting) resolve();
    return loaded;
  }

  /** Resolves when another version was loaded, at the latest after a while. */
  private nextVersion(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.waiting.add(done);
    });
  }
}

function notThere(version: number): Unavailable {
  return new Unavailable(
    'catalogue-version-to-come',
    `The reference data of version ${version} is not there yet.`,
  );
}
