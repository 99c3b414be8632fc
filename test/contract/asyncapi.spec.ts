import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import ajvModule from 'ajv';
import formatsModule from 'ajv-formats';
import { parse } from 'yaml';
import {
  FACTS,
  MESSAGES,
  PUBLISHED_TOPICS,
  REPORT_MESSAGES,
  REPORT_TOPICS,
  TOPIC_SETTINGS,
  TOPICS,
} from '#contracts';
import { asyncApiText } from '../support/asyncapi.js';

/** Of AsyncAPI itself; by its own authors. */
const SPECIFICATION = 'node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json';

const text = readFileSync('docs/asyncapi.yaml', 'utf8');
const document = parse(text);
const ajv = () => {
  const made = new ajvModule.default({ strict: false, allErrors: true });
  formatsModule.default(made);
  return made;
};
const errorsOf = (schema: object, value: unknown) => {
  const validate = ajv().compile(schema);
  return validate(value) ? [] : validate.errors;
};
const at = (pointer: string) =>
  pointer
    .slice(2)
    .split('/')
    .reduce((found: any, step) => found?.[step], document);
/** Every `$ref` of the document. */
const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)].map(
  ([, pointer]) => pointer!,
);
const messages = Object.entries<any>(document.components.messages);

describe('docs/asyncapi.yaml', () => {
  test('is what the schemas and the settings of topics make (npm run generate)', () => {
    expect(text).toBe(asyncApiText());
  });

  test('is an AsyncAPI 3 document, by the schema of AsyncAPI itself', () => {
    const specification = JSON.parse(readFileSync(SPECIFICATION, 'utf8'));
    expect(errorsOf(specification, document)).toEqual([]);
    expect(errorsOf(specification, { ...document, channels: { a: { adress: 'b' } } })).not.toEqual(
      [],
    );
  });

  test('refers to what it has', () => {
    expect(references.length).toBeGreaterThan(40);
    expect(references.filter((pointer) => at(pointer) === undefined)).toEqual([]);
    expect(at('#/channels/nowhere')).toBeUndefined();
  });

  test('has every topic there is, kept as it is made', () => {
    const topics = Object.values({ ...TOPICS, ...PUBLISHED_TOPICS, ...REPORT_TOPICS });
    const channels = Object.values<any>(document.channels);
    expect(channels.map(({ address }) => address).sort()).toEqual([...topics].sort());
    expect(Object.keys(TOPIC_SETTINGS).sort()).toEqual([...topics].sort());
    for (const { address, bindings } of channels) {
      const settings = TOPIC_SETTINGS[address as keyof typeof TOPIC_SETTINGS];
      expect(bindings.kafka).toMatchObject({
        topic: address,
        partitions: settings.partitions,
        topicConfiguration: { 'cleanup.policy': [settings.cleanup] },
      });
    }
  });

  test('has every type that is written or taken', () => {
    const types = new Set<string>([...Object.values(FACTS), ...Object.values(REPORT_MESSAGES)]);
    const described = new Set(MESSAGES.map(({ name }) => name));
    expect([...types].filter((type) => !described.has(type))).toEqual([]);
    const channels = Object.values<any>(document.channels);
    const names = channels.flatMap(({ messages }) => Object.keys(messages));
    expect([...types].filter((type) => !names.includes(type))).toEqual([]);
    expect(names.length).toBe(MESSAGES.length);
  });

  test('every channel is written or read by an operation, with all its messages', () => {
    const operations = Object.values<any>(document.operations);
    for (const [name, channel] of Object.entries<any>(document.channels)) {
      const of = operations.filter((one) => one.channel.$ref === `#/channels/${name}`);
      expect(of).toHaveLength(1);
      expect(of[0].action).toBe(channel.address === REPORT_TOPICS.inbound ? 'receive' : 'send');
      expect(of[0].messages).toHaveLength(Object.keys(channel.messages).length);
    }
  });

  test.each(messages)('the examples of %s fit its schemas', (_, { headers, payload, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(errorsOf(headers, example.headers)).toEqual([]);
      expect(errorsOf(payload, example.payload)).toEqual([]);
    }
  });

  test.each(MESSAGES.map((message) => [`${message.topic} ${message.name}`, message] as const))(
    'the example of %s is what the code takes, without a field too many',
    (_, { headers, payload, example }) => {
      expect(headers.safeParse(example.headers).error?.issues ?? []).toEqual([]);
      expect(payload.safeParse(example.payload).error?.issues ?? []).toEqual([]);
    },
  );

  test('the inbound topic asks for a key', () => {
    const inbound = messages.filter(([name]) => name.startsWith('reports-inbound.'));
    expect(inbound).toHaveLength(4);
    for (const [, { headers }] of inbound) expect(headers.required).toContain('authorization');
  });
});
