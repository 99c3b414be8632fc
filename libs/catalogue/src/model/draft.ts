import type { Catalogue } from './catalogue.js';
import { COLLECTIONS, type Collection } from './collection.js';
import type { Bodies, Placed, Proposal } from './proposal.js';

type Contents = { readonly [Name in Collection]: ReadonlyMap<string, Bodies[Name]> };

/** The catalogue as it would be with a proposal: what is validated, whole. */
export class Draft {
  readonly contents: Contents;
  private readonly pointers: ReadonlyMap<Collection, ReadonlyMap<string, string>>;

  constructor(
    readonly before: Catalogue,
    readonly proposal: Proposal,
  ) {
    const { documents } = proposal;
    this.contents = {
      units: merged(keyed(before.units.all(), 'id'), documents.units),
      calendars: merged(keyed(before.calendarDocuments, 'code'), documents.calendars),
      indicators: merged(keyed(before.indicators, 'code'), documents.indicators),
      resolutions: merged(keyed(before.resolutions, 'code'), documents.resolutions),
      targets: merged(this.targetsKept(), documents.targets),
      channels: merged(keyed(before.channels, 'code'), documents.channels),
      rules: merged(keyed(before.rules, 'code'), documents.rules),
    };
    this.pointers = new Map(
      COLLECTIONS.map((collection) => [
        collection,
        new Map(documents[collection].map(({ code, pointer }) => [code, pointer])),
      ]),
    );
  }

  /** Whether a code may be named: it is in the draft, or its document was sent and is malformed. */
  knows(collection: Collection, code: string): boolean {
    return (
      this.contents[collection].has(code) || this.proposal.malformed.has(`${collection}/${code}`)
    );
  }

  /** Where a document stands in what was sent; undefined when it was not sent. */
  pointerTo(collection: Collection, code: string): string | undefined {
    return this.pointers.get(collection)?.get(code);
  }

  /** The targets that stay when the resolutions sent replace theirs. */
  private targetsKept(): ReadonlyMap<string, Bodies['targets']> {
    const replaced = new Set(this.proposal.documents.resolutions.map(({ code }) => code));
    if (replaced.size === 0) return this.before.targetsById;
    const kept = this.before.targets.filter((target) => !replaced.has(target.resolution));
    return new Map(kept.map((target) => [target.id, target]));
  }
}

function merged<Body>(
  before: ReadonlyMap<string, Body>,
  proposed: readonly Placed<Body>[],
): ReadonlyMap<string, Body> {
  if (proposed.length === 0) return before;
  const all = new Map(before);
  for (const { code, body } of proposed) all.set(code, body);
  return all;
}

function keyed<Key extends string, Item extends Record<Key, string>>(
  items: readonly Item[],
  key: Key,
): Map<string, Item> {
  return new Map(items.map((item) => [item[key], item]));
}
