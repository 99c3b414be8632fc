import type { Principal } from '#contracts';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CurrentCatalogue } from './current-catalogue.js';
import { CIVIL } from './model/calendar.js';
import type { Catalogue } from './model/catalogue.js';
import type { Collection } from './model/collection.js';
import type { Day } from './model/day.js';
import { isVisible, shown } from './shown-document.js';

export interface DocumentPage {
  readonly items: readonly object[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

export const MOST_LISTED = 1000;

/** The documents of a collection that the principal may see, by code; resolutions without their targets. */
export class ListDocuments extends Query<DocumentPage> {
  constructor(
    readonly collection: Collection,
    readonly principal: Principal,
    readonly options: {
      readonly cursor?: string;
      /** 100 unless it says otherwise; at most 1,000. */
      readonly limit?: number;
      /** Only the units that are valid on this day. */
      readonly on?: Day;
    } = {},
  ) {
    super();
  }
}

@QueryHandler(ListDocuments)
export class ListDocumentsHandler implements IQueryHandler<ListDocuments> {
  constructor(private readonly current: CurrentCatalogue) {}

  async execute({ collection, principal, options }: ListDocuments): Promise<DocumentPage> {
    const catalogue = await this.current.load();
    const after = Buffer.from(options.cursor ?? '', 'base64url').toString();
    const limit = Math.min(Math.max(options.limit ?? 100, 1), MOST_LISTED);
    const seen: Entry[] = [];
    for (const entry of sorted(collection, catalogue)) {
      if (seen.length > limit) break;
      if (entry.code <= after) continue;
      if (!isVisible(collection, entry.document, principal, catalogue)) continue;
      if (isThere(collection, entry, options.on, catalogue)) seen.push(entry);
    }
    const page = seen.slice(0, limit);
    const last = seen.length > limit ? page.at(-1) : undefined;
    const next = last ? Buffer.from(last.code).toString('base64url') : null;
    return { items: page.map((entry) => entry.document), next };
  }
}

interface Entry {
  readonly code: string;
  readonly document: object;
}

/** Sorted once per catalogue: a list of a hundred thousand targets is read page by page. */
const lists = new WeakMap<Catalogue, Map<Collection, readonly Entry[]>>();

function sorted(collection: Collection, catalogue: Catalogue): readonly Entry[] {
  const known = lists.get(catalogue) ?? new Map<Collection, readonly Entry[]>();
  lists.set(catalogue, known);
  const list = known.get(collection) ?? entriesOf(collection, catalogue);
  known.set(collection, list);
  return list;
}

function entriesOf(collection: Collection, catalogue: Catalogue): readonly Entry[] {
  return kept(collection, catalogue)
    .map(({ code, item }) => ({ code, document: shown(collection, item) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function kept(collection: Collection, catalogue: Catalogue): { code: string; item: object }[] {
  switch (collection) {
    case 'units':
      return catalogue.units.all().map((item) => ({ code: item.id, item }));
    case 'targets':
      return catalogue.targets.map((item) => ({ code: item.id, item }));
    case 'calendars':
      return calendars(catalogue).map((item) => ({ code: item.code, item }));
    case 'indicators':
    case 'resolutions':
    case 'channels':
    case 'rules':
      return catalogue[collection].map((item) => ({ code: item.code, item }));
  }
}

function calendars({ calendarDocuments }: Catalogue) {
  const isReplaced = calendarDocuments.some((calendar) => calendar.code === CIVIL.code);
  return isReplaced ? calendarDocuments : [CIVIL, ...calendarDocuments];
}

function isThere(
  collection: Collection,
  { code }: Entry,
  on: Day | undefined,
  { units }: Catalogue,
): boolean {
  if (collection !== 'units' || on === undefined) return true;
  const unit = units.byId(code);
  return unit !== undefined && units.validOn(unit, on);
}
