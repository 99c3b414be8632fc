import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { MESSAGES, type Understanding } from '#contracts';
import { httpBodies } from '../support/openapi.js';
import { jsonSchemaOf } from '../support/json-schema.js';
import {
  brokenPromises,
  type Exchanged,
  folderOf,
  historyIn,
  incompatibilities,
  renewHistory,
  schemaOf,
  textOf,
} from '../support/schema-history.js';
import { notTaken } from '../support/schema-inclusion.js';

const ROOT = 'docs/schemas';
const all = [...MESSAGES, ...httpBodies()];
const named = all.map((message) => [`${message.topic} ${message.name}`, message] as const);

describe('the schemas of messages, and of the bodies of requests', () => {
  test.each(named)('%s is kept as it is now (npm run generate)', (_, message) => {
    const last = historyIn(folderOf(ROOT, message)).at(-1);
    expect(last && textOf(last)).toBe(textOf(schemaOf(message)));
  });

  test.each(named)('%s: every version is compatible with all before it', (_, message) => {
    const history = historyIn(folderOf(ROOT, message));
    const broken = history.flatMap((later, index) =>
      history
        .slice(0, index)
        .flatMap((earlier) => incompatibilities(earlier, later, message.understanding)),
    );
    expect(broken).toEqual([]);
  });

  test('none is gone', () => expect(brokenPromises(ROOT, all)).toEqual([]));
});

const Base = z.strictObject({
  id: z.string().min(1).max(10),
  count: z.int().min(0),
  status: z.enum(['green', 'red']),
  note: z.string().optional(),
  target: z.strictObject({ min: z.string() }).nullable(),
  lines: z.array(z.strictObject({ what: z.string() })).max(3),
  values: z.record(z.string(), z.string()),
});
const { shape } = Base;
const but = (changes: z.core.$ZodLooseShape) => z.strictObject({ ...shape, ...changes });
const without = (...names: (keyof typeof shape)[]) =>
  Base.omit(Object.fromEntries(names.map((name) => [name, true])) as never);

/** What is changed, and who understands it then: who reads what we write, whose writing we read, and we ourselves, of old. */
const CHANGES: readonly (readonly [string, z.ZodType, Record<Understanding, boolean>])[] = [
  ['nothing', Base, { told: true, taken: true, kept: true }],
  [
    'a new optional field',
    but({ more: z.string().optional() }),
    { told: true, taken: true, kept: true },
  ],
  ['a new required field', but({ more: z.string() }), { told: true, taken: false, kept: false }],
  ['a required field is gone', without('count'), { told: false, taken: false, kept: false }],
  ['an optional field is gone', without('note'), { told: true, taken: false, kept: true }],
  [
    'a required field is optional',
    but({ count: z.int().min(0).optional() }),
    { told: false, taken: true, kept: false },
  ],
  [
    'an optional field is required',
    but({ note: z.string() }),
    { told: true, taken: false, kept: false },
  ],
  ['another type', but({ count: z.string() }), { told: false, taken: false, kept: false }],
  [
    'an integer is any number',
    but({ count: z.number().min(0) }),
    { told: false, taken: true, kept: false },
  ],
  ['a wider number', but({ count: z.int() }), { told: false, taken: true, kept: false }],
  ['a narrower number', but({ count: z.int().min(1) }), { told: true, taken: false, kept: false }],
  [
    'a longer text',
    but({ id: z.string().min(1).max(20) }),
    { told: false, taken: true, kept: false },
  ],
  [
    'a shorter text',
    but({ id: z.string().min(1).max(5) }),
    { told: true, taken: false, kept: false },
  ],
  [
    'a text of a pattern',
    but({ note: z.string().regex(/^a/).optional() }),
    { told: true, taken: false, kept: false },
  ],
  [
    'one value more',
    but({ status: z.enum(['green', 'red', 'grey']) }),
    { told: false, taken: true, kept: false },
  ],
  ['one value less', but({ status: z.enum(['green']) }), { told: true, taken: false, kept: false }],
  [
    'any text where there were values',
    but({ status: z.string() }),
    { told: false, taken: true, kept: false },
  ],
  [
    'null no more',
    but({ target: shape.target.unwrap() }),
    { told: true, taken: false, kept: false },
  ],
  ['null as well', but({ id: shape.id.nullable() }), { told: false, taken: true, kept: false }],
  [
    'more lines',
    but({ lines: z.array(shape.lines.element).max(5) }),
    { told: false, taken: true, kept: false },
  ],
  [
    'a field more in a line',
    but({ lines: z.array(z.strictObject({ what: z.string(), by: z.string().optional() })).max(3) }),
    { told: true, taken: true, kept: true },
  ],
  [
    'a field less in a line',
    but({ lines: z.array(z.strictObject({})).max(3) }),
    { told: false, taken: false, kept: false },
  ],
  [
    'other values in a record',
    but({ values: z.record(z.string(), z.number()) }),
    { told: false, taken: false, kept: false },
  ],
  [
    'a choice of what it was and another',
    but({ target: z.union([shape.target, z.strictObject({ max: z.string() })]) }),
    { told: false, taken: true, kept: false },
  ],
];

describe('a change', () => {
  const isUnderstood = (change: z.ZodType, understanding: Understanding) => {
    const direction = understanding === 'taken' ? 'taken' : 'read';
    const [earlier, later] = [jsonSchemaOf(Base, direction), jsonSchemaOf(change, direction)];
    return incompatibilities(earlier, later, understanding).length === 0;
  };

  test.each(CHANGES)('%s', (_, change, expected) => {
    const found = {
      told: isUnderstood(change, 'told'),
      taken: isUnderstood(change, 'taken'),
      kept: isUnderstood(change, 'kept'),
    };
    expect(found).toEqual(expected);
  });

  test('a list of values that says that more may come may become longer', () => {
    const open = (...values: string[]) => ({ type: 'string', 'x-extensible-enum': values });
    expect(incompatibilities(open('a'), open('a', 'b'), 'kept')).toEqual([]);
  });

  test('is told with its place', () => {
    const lines = z.array(z.strictObject({ what: z.int() }));
    const [earlier, later] = [jsonSchemaOf(Base, 'read'), jsonSchemaOf(but({ lines }), 'read')];
    expect(incompatibilities(earlier, later, 'told')).toEqual([
      '/lines: is not within maxItems 3 by who reads as before',
      '/lines[]/what: any integer where any string is taken by who reads as before',
    ]);
  });

  test('what the check does not understand is not passed over', () => {
    expect(() => notTaken({ type: 'object', patternProperties: {} }, {})).toThrow(
      'patternProperties',
    );
  });
});

describe('npm run generate', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tiendo-schemas-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const message = (payload: z.ZodType, name = 'vn.tiendo.test.v1'): Exchanged => ({
    ...{ topic: 'tiendo.test', name, payload, understanding: 'told' },
    headers: z.looseObject({}),
  });
  const kept = (name = 'vn.tiendo.test.v1') => {
    const folder = join(root, 'tiendo.test', name);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };

  test('keeps a schema that is new, and one that has changed beside it', () => {
    expect(renewHistory(root, [message(Base)])).toEqual([]);
    expect(renewHistory(root, [message(Base)])).toEqual([]);
    expect(kept()).toEqual(['1.json']);
    const more = but({ more: z.string().optional() });
    expect(renewHistory(root, [message(more)])).toEqual([]);
    expect(kept()).toEqual(['1.json', '2.json']);
  });

  test('refuses what an earlier version does not understand, the last or any other, and keeps nothing', () => {
    renewHistory(root, [message(Base)]);
    renewHistory(root, [message(but({ more: z.string().optional() }))]);
    const other = message(Base, 'vn.tiendo.other.v1');
    const broken = renewHistory(root, [other, message(but({ more: z.int().optional() }))]);
    expect(broken).toEqual([
      expect.stringMatching(/v1, against 2\.json: \/payload\/more: any integer where any string/),
    ]);
    expect(kept()).toEqual(['1.json', '2.json']);
    expect(kept('vn.tiendo.other.v1')).toEqual([]);
    const both = renewHistory(root, [message(without('count'))]);
    expect(both.map((one) => /against (\d)/.exec(one)![1])).toEqual(['1', '2']);
  });

  test('refuses that a message is gone', () => {
    renewHistory(root, [message(Base)]);
    expect(renewHistory(root, [])).toEqual([expect.stringContaining('vn.tiendo.test.v1')]);
  });
});
