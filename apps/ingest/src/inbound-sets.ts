import type { InboundEvent } from './inbound-event.js';

/** What one append to the log takes at once. */
const MOST_BYTES = 384 * 1024;

interface OpenSet {
  readonly index: number;
  bytes: number;
}

/**
 * Events as they are given to commands: reports of one sender together, a withdrawal alone. Set after set,
 * events of one key keep their order; of those without a key, each sender's do.
 */
export function inSets(events: readonly InboundEvent[]): readonly (readonly InboundEvent[])[] {
  const sets: InboundEvent[][] = [];
  const lastOfKey = new Map<string, number>();
  const openOf = new Map<string, OpenSet>();
  for (const event of events) {
    const key = orderKey(event);
    const open = openOf.get(event.sender.keyId);
    const bytes = event.message.value?.length ?? 0;
    if (open && mayJoin(open, event, lastOfKey.get(key) ?? 0, bytes)) {
      sets[open.index]?.push(event);
      open.bytes += bytes;
      lastOfKey.set(key, open.index);
      continue;
    }
    lastOfKey.set(key, sets.length);
    if (event.kind === 'submission') openOf.set(event.sender.keyId, { index: sets.length, bytes });
    sets.push([event]);
  }
  return sets;
}

function mayJoin(open: OpenSet, { kind }: InboundEvent, from: number, bytes: number): boolean {
  return kind === 'submission' && open.index >= from && open.bytes + bytes <= MOST_BYTES;
}

function orderKey({ message, sender }: InboundEvent): string {
  return message.key === null ? `sender ${sender.keyId}` : `key ${message.key.toString('latin1')}`;
}
