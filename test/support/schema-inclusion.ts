import ajvModule from 'ajv';
import formatsModule from 'ajv-formats';
import type { JsonSchema } from './json-schema.js';

const Ajv = ajvModule.default;
const ajv = new Ajv({ strict: false });
formatsModule.default(ajv);

/** What a schema may hold that says nothing about which values it takes. */
const REMARKS = new Set([
  'title',
  'description',
  'examples',
  'x-extensible-enum',
  '$comment',
  'default',
]);
const UNDERSTOOD = new Set([
  ...REMARKS,
  ...['type', 'enum', 'const', 'anyOf', 'oneOf'],
  ...['properties', 'required', 'additionalProperties', 'propertyNames'],
  ...['items', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
]);

/**
 * What may be written by `writer` and is not taken by `reader`, with its place; nothing where every value
 * that is written is taken. A writer writes no fields but those of its schema, unless it says which; a
 * reader takes others, unless it says not. May find a difference where there is none (two patterns that say
 * the same), and never the other way round; throws for a keyword that it does not understand.
 */
export function notTaken(writer: JsonSchema, reader: JsonSchema, at = ''): string[] {
  const readers = alternativesOf(reader);
  return alternativesOf(writer).flatMap((written) => {
    const found = readers.map((one) => differences(written, one, at));
    if (found.some((problems) => problems.length === 0)) return [];
    const likely = readers.findIndex(({ type }) => type === written.type);
    return found[Math.max(likely, 0)] ?? [`${here(at)}: nothing is taken`];
  });
}

/** A schema as a choice of schemas that each have one type, one constant, or say nothing at all. */
function alternativesOf(schema: JsonSchema): JsonSchema[] {
  for (const keyword of Object.keys(schema)) {
    if (!UNDERSTOOD.has(keyword)) throw new Error(`The keyword ${keyword} is not understood here.`);
  }
  const { anyOf, oneOf, enum: values, type, ...rest } = schema as Record<string, unknown>;
  const choices = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (choices) return choices.flatMap(alternativesOf);
  if (values) return (values as unknown[]).map((value) => ({ const: value }));
  if (Array.isArray(type)) return type.map((one: string) => ({ ...rest, type: one }));
  return [{ ...rest, ...(type !== undefined && { type: type as string }) }];
}

function differences(writer: JsonSchema, reader: JsonSchema, at: string): string[] {
  if (Object.keys(reader).every((keyword) => REMARKS.has(keyword))) return [];
  if ('const' in writer) {
    const isTaken = ajv.validate(reader as object, writer['const']);
    return isTaken ? [] : [`${here(at)}: ${JSON.stringify(writer['const'])} is not taken`];
  }
  const { type } = writer;
  const isNumber = type === 'integer' && reader.type === 'number';
  if (type !== reader.type && !isNumber) {
    return [`${here(at)}: ${nameOf(writer)} where ${nameOf(reader)} is taken`];
  }
  if (type === 'object') return objectDifferences(writer, reader, at);
  if (type === 'array') {
    const items = notTaken(itemsOf(writer), itemsOf(reader), `${at}[]`);
    return [...limitDifferences(writer, reader, at), ...items];
  }
  return limitDifferences(writer, reader, at);
}

function objectDifferences(writer: JsonSchema, reader: JsonSchema, at: string): string[] {
  const [written, taken] = [writer.properties ?? {}, reader.properties ?? {}];
  const missing = (reader.required ?? []).filter((name) => !writer.required?.includes(name));
  const names = Object.keys(written);
  const others = othersOf(writer);
  return [
    ...missing.map((name) => `${at}/${name}: may be missing`),
    ...names.flatMap((name) =>
      fieldDifferences(written[name] as JsonSchema, taken[name], reader, `${at}/${name}`),
    ),
    ...(others === undefined ? [] : fieldDifferences(others, undefined, reader, `${at}/*`)),
    ...Object.keys(others === undefined ? {} : taken)
      .filter((name) => !names.includes(name))
      .flatMap((name) =>
        notTaken(others as JsonSchema, taken[name] as JsonSchema, `${at}/${name}`),
      ),
    ...limitDifferences(writer, reader, at),
  ];
}

function fieldDifferences(
  written: JsonSchema,
  taken: JsonSchema | undefined,
  { additionalProperties }: JsonSchema,
  at: string,
): string[] {
  if (taken) return notTaken(written, taken, at);
  if (additionalProperties === false) return [`${at}: is not known`];
  return typeof additionalProperties === 'object'
    ? notTaken(written, additionalProperties, at)
    : [];
}

/** What fields without a name of their own hold; undefined where there are none. */
function othersOf({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  if (additionalProperties === true) return {};
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

const LEAST = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'];
const MOST = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'];
const SAME = ['pattern', 'format', 'multipleOf', 'propertyNames'];

function limitDifferences(writer: JsonSchema, reader: JsonSchema, at: string): string[] {
  const isWider = (keyword: string, sign: 1 | -1) => {
    const [written, taken] = [writer[keyword], reader[keyword]] as (number | undefined)[];
    return taken !== undefined && (written === undefined || sign * written > sign * taken);
  };
  const isOther = (keyword: string) =>
    reader[keyword] !== undefined &&
    JSON.stringify(reader[keyword]) !== JSON.stringify(writer[keyword]) &&
    JSON.stringify(reader[keyword]) !== '{"type":"string"}';
  const wider = [
    ...MOST.filter((keyword) => isWider(keyword, 1)),
    ...LEAST.filter((keyword) => isWider(keyword, -1)),
    ...SAME.filter(isOther),
  ];
  return wider.map((keyword) => `${here(at)}: is not within ${keyword} ${String(reader[keyword])}`);
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  return (items ?? {}) as JsonSchema;
}

function nameOf(schema: JsonSchema): string {
  if ('const' in schema) return JSON.stringify(schema['const']);
  return typeof schema.type === 'string' ? `any ${schema.type}` : 'anything';
}

function here(at: string): string {
  return at === '' ? 'the whole' : at;
}
