import { MASKED_SECRET, type Principal } from '#contracts';
import type { Catalogue } from './model/catalogue.js';
import type { Collection } from './model/collection.js';
import { sees, seesAll } from './model/permission.js';

/** A document as it may be shown: as it was sent, without the number it has in tables, secrets masked. */
export function shown(collection: Collection, kept: object): object {
  if (collection === 'targets') return (kept as { terms: object }).terms;
  const { no, ...document } = kept as { no?: number };
  void no;
  return collection === 'channels' ? { ...document, secret: MASKED_SECRET } : document;
}

/** Whether a principal may see a document: units and targets lie in its subtree, the rest is for all who may read it. */
export function isVisible(
  collection: Collection,
  document: object,
  by: Principal,
  catalogue: Catalogue,
): boolean {
  if (seesAll(by)) return true;
  if (collection === 'units') return sees(by, (document as { id: string }).id, catalogue);
  if (collection === 'targets') return sees(by, (document as { unit: string }).unit, catalogue);
  return true;
}
