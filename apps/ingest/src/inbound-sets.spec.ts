import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InboundEvent } from './inbound-event.js';
import { inSets } from './inbound-sets.js';

const anEvent = (
  offset: number,
  sender: string,
  key: string | null,
  kind: InboundEvent['kind'] = 'submission',
  bytes = 100,
): InboundEvent => ({
  message: {
    topic: 't',
    partition: 0,
    offset,
    key: key === null ? null : Buffer.from(key),
    value: Buffer.alloc(bytes),
    headers: {},
  },
  event: { id: String(offset), source: '/s', type: 't', data: {} },
  sender: { keyId: sender, name: sender, roles: [], units: [] },
  kind,
  data: {},
});

const offsets = (events: readonly InboundEvent[]) =>
  inSets(events).map((set) => set.map(({ message }) => message.offset));

test('reports of one sender are one set, whoever comes between', () => {
  const events = [anEvent(0, 'a', 'x'), anEvent(1, 'b', 'y'), anEvent(2, 'a', 'z')];
  expect(offsets(events)).toEqual([[0, 2], [1]]);
});

test('a key that two senders use keeps its order', () => {
  const events = [anEvent(0, 'a', 'x'), anEvent(1, 'b', 'x'), anEvent(2, 'a', 'x')];
  expect(offsets(events)).toEqual([[0], [1], [2]]);
});

test('a withdrawal is alone, after what its key said before it', () => {
  const events = [
    anEvent(0, 'a', 'x'),
    anEvent(1, 'a', 'x', 'withdrawal'),
    anEvent(2, 'a', 'x'),
    anEvent(3, 'a', 'y'),
  ];
  expect(offsets(events)).toEqual([[0], [1], [2, 3]]);
});

test('a set is never larger than the log takes at once', () => {
  const events = [0, 1, 2].map((n) => anEvent(n, 'a', 'x', 'submission', 200 * 1024));
  expect(offsets(events)).toEqual([[0], [1], [2]]);
});

test('whatever comes, each event is in one set, and the order of each key holds', () => {
  const some = fc.array(
    fc.record({
      sender: fc.constantFrom('a', 'b', 'c'),
      key: fc.constantFrom('x', 'y', 'z', null),
      kind: fc.constantFrom('submission' as const, 'submission' as const, 'withdrawal' as const),
      bytes: fc.integer({ min: 1, max: 200 * 1024 }),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(some, (rows) => {
      const events = rows.map(({ sender, key, kind, bytes }, n) =>
        anEvent(n, sender, key, kind, bytes),
      );
      const order = inSets(events).flat();
      expect(order.map(({ message }) => message.offset).sort((a, b) => a - b)).toEqual(
        events.map(({ message }) => message.offset),
      );
      const last = new Map<string, number>();
      for (const { message, sender } of order) {
        const key = message.key === null ? `sender ${sender.keyId}` : `key ${String(message.key)}`;
        expect(message.offset).toBeGreaterThan(last.get(key) ?? -1);
        last.set(key, message.offset);
      }
      for (const set of inSets(events)) {
        expect(new Set(set.map(({ sender }) => sender.keyId)).size).toBe(1);
        if (set.some(({ kind }) => kind === 'withdrawal')) expect(set).toHaveLength(1);
      }
    }),
  );
});
