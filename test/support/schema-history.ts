import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, type Understanding } from '#contracts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';
import { notTaken } from './schema-inclusion.js';

/** A message, or the body of a request, whose form others rely on. */
export type Exchanged = Omit<Message, 'summary' | 'example'>;

/** The schemas that a message has had, the first one first. */
export type SchemaHistory = readonly JsonSchema[];

/** Where the history of a message is: `<topic>/<type>/1.json`, and so on. */
export function folderOf(root: string, { topic, name }: Pick<Exchanged, 'topic' | 'name'>): string {
  return join(root, topic, name);
}

/** What must be as it says: the headers of a message and its payload. */
export function schemaOf({ headers, payload, understanding }: Exchanged): JsonSchema {
  const direction = understanding === 'taken' ? 'taken' : 'read';
  return {
    type: 'object',
    required: ['headers', 'payload'],
    properties: {
      headers: jsonSchemaOf(headers, direction),
      payload: jsonSchemaOf(payload, direction),
    },
  };
}

export function historyIn(folder: string): SchemaHistory {
  if (!existsSync(folder)) return [];
  const count = readdirSync(folder).length;
  return Array.from(
    { length: count },
    (_, index) => JSON.parse(readFileSync(join(folder, `${index + 1}.json`), 'utf8')) as JsonSchema,
  );
}

/** What somebody who knows the earlier schema, or wrote by it, would not be understood in, or not understand. */
export function incompatibilities(
  earlier: JsonSchema,
  later: JsonSchema,
  understanding: Understanding,
): string[] {
  const forReaders = understanding === 'taken' ? [] : notTaken(later, earlier);
  const forWriters = understanding === 'told' ? [] : notTaken(earlier, later);
  return [
    ...forReaders.map((problem) => `${problem} by who reads as before`),
    ...forWriters.map((problem) => `${problem} as it was written before`),
  ];
}

/** Every message whose present schema is not compatible with all that it has had, and every message that is gone. */
export function brokenPromises(root: string, messages: readonly Exchanged[]): string[] {
  const known = new Set(messages.map((message) => folderOf(root, message)));
  const gone = foldersIn(root).filter((folder) => !known.has(folder));
  return [
    ...gone.map((folder) => `${folder}: nothing like it is written or taken any more`),
    ...messages.flatMap((message) => {
      const folder = folderOf(root, message);
      const schema = schemaOf(message);
      return historyIn(folder).flatMap((earlier, index) =>
        incompatibilities(earlier, schema, message.understanding).map(
          (problem) => `${folder}, against ${index + 1}.json: ${problem}`,
        ),
      );
    }),
  ];
}

/**
 * Keeps the present schemas where they are new; answers what that breaks, and then keeps nothing: what must
 * change so gets a type of a new version beside the old one.
 */
export function renewHistory(root: string, messages: readonly Exchanged[]): string[] {
  const broken = brokenPromises(root, messages);
  if (broken.length > 0) return broken;
  for (const message of messages) {
    const folder = folderOf(root, message);
    const history = historyIn(folder);
    const text = textOf(schemaOf(message));
    if (history.length > 0 && textOf(history.at(-1) as JsonSchema) === text) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${history.length + 1}.json`), text);
  }
  return [];
}

export function textOf(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function foldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((topic) => topic.isDirectory())
    .flatMap((topic) =>
      readdirSync(join(root, topic.name)).map((name) => join(root, topic.name, name)),
    );
}
