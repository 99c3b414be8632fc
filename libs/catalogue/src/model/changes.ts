import { COLLECTIONS, type Collection } from './collection.js';
import type { Draft } from './draft.js';
import type { Bodies } from './proposal.js';
import { differences } from './same.js';

/** One document that is created, changed or ended by a draft. */
export interface Change<Name extends Collection = Collection> {
  readonly collection: Name;
  readonly code: string;
  /** An ended document keeps the body it had. */
  readonly body: Bodies[Name];
  readonly outcome: 'created' | 'changed' | 'ended';
  /** The fields in which it differs from what it was; of a target, the fields of its terms. */
  readonly fields: readonly string[];
}

export interface Changes {
  readonly all: readonly Change[];
  /** Documents as they were sent: targets within a resolution count as part of it. */
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What a valid draft changes. A resolution changes when one of its targets does. */
export function changesIn(draft: Draft): Changes {
  const targets = [...proposedChanges(draft, 'targets'), ...endedTargets(draft)];
  const others = COLLECTIONS.filter((name) => name !== 'targets' && name !== 'resolutions');
  const resolutions = resolutionChanges(draft, targets);
  const all: Change[] = [...others.flatMap((name) => proposedChanges(draft, name)), ...resolutions];
  const alone = targets.filter((target) => !isSentWithin(draft, target));
  const counted = [...all.filter((change) => isSent(draft, change)), ...alone];
  const created = counted.filter((change) => change.outcome === 'created').length;
  return {
    all: [...all, ...targets],
    created,
    changed: counted.length - created,
    unchanged: sentDocuments(draft) - counted.length,
  };
}

function proposedChanges<Name extends Collection>(draft: Draft, collection: Name): Change<Name>[] {
  return draft.proposal.documents[collection].flatMap(({ code, body }) => {
    const before = bodyBefore(draft, collection, code);
    const fields = before === undefined ? [] : differingFields(before, body);
    if (before !== undefined && fields.length === 0) return [];
    const outcome = before === undefined ? 'created' : 'changed';
    return [{ collection, code, body, outcome, fields } as const];
  });
}

/** A resolution is what it says of its targets too, so theirs are its changes. */
function resolutionChanges(
  draft: Draft,
  targets: readonly Change<'targets'>[],
): Change<'resolutions'>[] {
  const changes = proposedChanges(draft, 'resolutions');
  const named = new Set(changes.map((change) => change.code));
  const touched = new Set(targets.flatMap((target) => resolutionsOf(draft, target)));
  for (const code of touched) {
    const resolution = draft.contents.resolutions.get(code);
    if (!resolution || named.has(code)) continue;
    const outcome = 'changed' as const;
    changes.push({
      collection: 'resolutions',
      code,
      body: resolution,
      outcome,
      fields: ['targets'],
    });
  }
  return changes;
}

/** The resolution a target is in, and the one it was in. */
function resolutionsOf(draft: Draft, { code, body }: Change<'targets'>): string[] {
  const before = draft.before.target(code)?.resolution;
  return before === undefined ? [body.resolution] : [body.resolution, before];
}

function endedTargets(draft: Draft): Change<'targets'>[] {
  return draft.before.targets
    .filter((target) => !draft.contents.targets.has(target.id))
    .map(({ id, resolution, terms }) => ({
      collection: 'targets' as const,
      code: id,
      body: { resolution, terms },
      outcome: 'ended' as const,
      fields: [],
    }));
}

function bodyBefore(draft: Draft, collection: Collection, code: string): object | undefined {
  const { before } = draft;
  switch (collection) {
    case 'units':
      return before.units.byId(code);
    case 'calendars':
      return before.calendarDocuments.find((calendar) => calendar.code === code);
    case 'indicators':
      return before.indicator(code);
    case 'resolutions':
      return before.resolution(code);
    case 'targets':
      return before.target(code);
    case 'channels':
      return before.channel(code);
    case 'rules':
      return before.rule(code);
  }
}

/** `no` is the table's, not the document's. */
function differingFields(before: object, body: object): string[] {
  if ('terms' in body && 'terms' in before && 'resolution' in body && 'resolution' in before) {
    const moved = body.resolution === before.resolution ? [] : ['resolution'];
    return [...moved, ...differences(before.terms as object, body.terms as object)];
  }
  return differences(before, body).filter((field) => field !== 'no');
}

function isSentWithin(draft: Draft, target: Change<'targets'>): boolean {
  return draft.pointerTo('resolutions', target.body.resolution) !== undefined;
}

function isSent(draft: Draft, change: Change): boolean {
  return draft.pointerTo(change.collection, change.code) !== undefined;
}

function sentDocuments(draft: Draft): number {
  const { documents } = draft.proposal;
  const sent = COLLECTIONS.filter((name) => name !== 'targets').map((n) => documents[n].length);
  const alone = documents.targets.filter(
    ({ body }) => draft.pointerTo('resolutions', body.resolution) === undefined,
  );
  return sent.reduce((sum, count) => sum + count, alone.length);
}
