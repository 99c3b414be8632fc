import { UnitTree, type Unit } from '#units';
import type { CalendarDocument, ChannelDocument } from '#contracts';
import type { DocumentRow } from './document-store.js';
import {
  Catalogue,
  type Indicator,
  type Resolution,
  type Rule,
  type TargetTerms,
} from './model/catalogue.js';
import { COLLECTIONS, type Collection } from './model/collection.js';

interface Items {
  units: Unit;
  calendars: CalendarDocument;
  indicators: Indicator;
  resolutions: Resolution;
  targets: TargetTerms;
  channels: ChannelDocument;
  rules: Rule;
}
type Maps = { readonly [Name in Collection]: ReadonlyMap<string, Items[Name]> };

/** The documents of one version by code. A later version shares with it whatever did not change. */
export class LoadedDocuments {
  static readonly none = new LoadedDocuments(0, emptyMaps(), new UnitTree([]));
  readonly catalogue: Catalogue;

  private constructor(
    readonly version: number,
    private readonly maps: Maps,
    units: UnitTree,
    before?: Catalogue,
  ) {
    this.catalogue = new Catalogue({ ...listsOf(maps), version, units }, before);
  }

  /** The documents of a later version, given what changed in between. */
  with(version: number, rows: readonly DocumentRow[]): LoadedDocuments {
    const maps: Record<Collection, ReadonlyMap<string, unknown>> = { ...this.maps };
    for (const collection of COLLECTIONS) {
      const changed = rows.filter((row) => row.collection === collection);
      if (changed.length === 0) continue;
      const items = new Map<string, unknown>(this.maps[collection]);
      for (const row of changed) {
        if (row.ended) items.delete(row.code);
        else items.set(row.code, { ...(row.body as object), no: row.no });
      }
      maps[collection] = items;
    }
    const next = maps as Maps;
    const { units } = this.catalogue;
    const tree = next.units === this.maps.units ? units : new UnitTree([...next.units.values()]);
    return new LoadedDocuments(version, next, tree, this.catalogue);
  }
}

function listsOf(maps: Maps) {
  return {
    calendars: [...maps.calendars.values()],
    indicators: [...maps.indicators.values()],
    resolutions: [...maps.resolutions.values()],
    targets: [...maps.targets.values()],
    channels: [...maps.channels.values()],
    rules: [...maps.rules.values()],
  };
}

function emptyMaps(): Maps {
  return {
    units: new Map(),
    calendars: new Map(),
    indicators: new Map(),
    resolutions: new Map(),
    targets: new Map(),
    channels: new Map(),
    rules: new Map(),
  };
}
