import type { CatalogueChanged } from '#contracts';
import type { Change, Changes } from './changes.js';
import type { Draft } from './draft.js';
import { levelsBelow } from './levels-below.js';
import { differences } from './same.js';

export type Recompute = CatalogueChanged['recompute'];

const STRUCTURE = new Set(['level', 'parent', 'validFrom', 'validTo']);
/** What decides who is added up, and how. */
const FIGURES = new Set(['frequency', 'calendar', 'reportedBy', 'value', 'factor', 'acrossUnits']);
/** What decides, beyond that, where a target of the indicator stands, and under which sector it is listed. */
const STANDINGS = new Set(['acrossTime', 'direction', 'bounds', 'sector']);
const REMARKS = new Set(['source', 'note']);

/** What depends on a change and is computed anew; remarks and names are not among it. */
export function recomputeFor(draft: Draft, changes: Changes): Recompute {
  const moved = changes.all.filter(
    (change) => change.collection === 'units' && isNewOr(change, STRUCTURE),
  );
  const figures = new Set([
    ...reportedAmong(
      draft,
      levelsBelow(
        draft,
        moved.map((change) => change.code),
      ),
    ),
    ...using(draft, codesOf(changes, 'calendars')),
    ...changed(changes, 'indicators', FIGURES),
  ]);
  const created = changes.all.filter(
    (c) => c.collection === 'indicators' && c.outcome === 'created',
  );
  const indicators = new Set([
    ...figures,
    ...created.map((change) => change.code),
    ...changed(changes, 'indicators', STANDINGS),
  ]);
  return {
    ancestry: moved.length > 0,
    figures: [...figures],
    indicators: [...indicators],
    targets: [...targetsBeyond(draft, changes, indicators)],
  };
}

/** How many targets that remain are assessed anew. */
export function targetsRecomputed(draft: Draft, recompute: Recompute): number {
  const indicators = new Set(recompute.indicators);
  const named = new Set(recompute.targets);
  let count = 0;
  for (const [id, { terms }] of draft.contents.targets) {
    if (named.has(id) || indicators.has(terms.indicator)) count += 1;
  }
  return count;
}

function targetsBeyond(
  draft: Draft,
  changes: Changes,
  indicators: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  for (const change of changes.all) {
    if (change.collection !== 'targets' || isRemark(change)) continue;
    const now = draft.contents.targets.get(change.code);
    const isBeyond = !now || !indicators.has(now.terms.indicator);
    if (isBeyond || change.fields.includes('indicator')) found.add(change.code);
  }
  const resolutions = changed(changes, 'resolutions', new Set(['term', 'items']));
  for (const id of listedAnew(draft, resolutions)) found.add(id);
  return found;
}

/** Targets whose resolution now covers other years, or lists their indicator under another programme. */
function listedAnew(draft: Draft, resolutions: readonly string[]): string[] {
  return resolutions.flatMap((code) => {
    const before = draft.before.resolution(code);
    const after = draft.contents.resolutions.get(code);
    if (!before || !after) return [];
    const isMoved = differences(before.term, after.term).length > 0;
    const programmes = new Map(after.items.map((item) => [item.indicator, item.programme]));
    return draft.before.targets
      .filter((target) => target.resolution === code && draft.contents.targets.has(target.id))
      .filter(
        ({ terms, programme }) =>
          (isMoved && terms.window === undefined) || programmes.get(terms.indicator) !== programme,
      )
      .map((target) => target.id);
  });
}

function reportedAmong(draft: Draft, levels: ReadonlySet<string>): string[] {
  const indicators = [...draft.contents.indicators.values()];
  return indicators.filter((i) => levels.has(i.reportedBy)).map((indicator) => indicator.code);
}

function using(draft: Draft, calendars: ReadonlySet<string>): string[] {
  const indicators = [...draft.contents.indicators.values()];
  return indicators.filter((i) => calendars.has(i.calendar)).map((indicator) => indicator.code);
}

function changed(
  changes: Changes,
  collection: 'indicators' | 'resolutions',
  fields: ReadonlySet<string>,
): string[] {
  return changes.all
    .filter((change) => change.collection === collection && change.outcome === 'changed')
    .filter((change) => change.fields.some((field) => fields.has(field)))
    .map((change) => change.code);
}

function codesOf(changes: Changes, collection: Change['collection']): Set<string> {
  const found = changes.all.filter((change) => change.collection === collection);
  return new Set(found.map((change) => change.code));
}

function isNewOr(change: Change, fields: ReadonlySet<string>): boolean {
  return change.outcome === 'created' || change.fields.some((field) => fields.has(field));
}

function isRemark(change: Change): boolean {
  return change.outcome === 'changed' && change.fields.every((field) => REMARKS.has(field));
}
