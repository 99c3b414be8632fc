import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { type Message, MESSAGES, TOPIC_DESCRIPTIONS, TOPIC_SETTINGS } from '#contracts';
import type { TopicSettings } from '#platform';
import { jsonSchemaOf } from './json-schema.js';

const ref = (...steps: readonly string[]) => ({ $ref: `#/${steps.join('/')}` });

/** `tiendo.reports.inbound` is `reports-inbound`. */
const channelOf = (topic: string) => topic.replace(/^tiendo\./, '').replaceAll('.', '-');
const nameIn = ({ topic, name }: Message) => `${channelOf(topic)}.${name}`;
const isTaken = ({ understanding }: Message) => understanding === 'taken';
const messagesOf = (topic: string) => MESSAGES.filter((message) => message.topic === topic);

/** The text of docs/asyncapi.yaml. */
export function asyncApiText(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const note = '# Made from the schemas and settings of libs/contracts: npm run generate\n';
  const style = { aliasDuplicateObjects: false, singleQuote: true, lineWidth: 110 };
  return `${note}${stringify(asyncApiOf(version), style)}`;
}

/** The AsyncAPI 3 document of every topic, from the schemas, the examples and how the topics are kept. */
export function asyncApiOf(version: string): object {
  const topics = Object.keys(TOPIC_SETTINGS);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tiendo',
      version,
      description:
        'Topics of the distributed profile. Messages are CloudEvents 1.0 in structured JSON, `type` with its version; decimals are strings. Fields may come that a schema does not have, and values that an `x-extensible-enum` does not list: who reads bears with them. A type changes so that who reads an earlier version understands it, and else gets a new version.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      kafka: {
        host: '{brokers}',
        protocol: 'kafka-secure',
        description: 'The brokers of `KAFKA_BROKERS`.',
        variables: { brokers: { description: 'host:port', default: 'localhost:9092' } },
        security: [ref('components', 'securitySchemes', 'password')],
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [channelOf(topic), channel(topic)])),
    operations: Object.fromEntries(topics.map(operation)),
    components: {
      securitySchemes: { password: { type: 'scramSha512' } },
      messages: Object.fromEntries(MESSAGES.map((one) => [nameIn(one), messageObject(one)])),
    },
  };
}

function channel(topic: string) {
  const { title, description, audience } = describedIn(topic);
  const names = messagesOf(topic).map(({ name }) => name);
  return {
    address: topic,
    title,
    description,
    messages: Object.fromEntries(
      names.map((name) => [name, ref('components', 'messages', `${channelOf(topic)}.${name}`)]),
    ),
    tags: [{ name: `for ${audience}` }],
    bindings: { kafka: topicBinding(topic) },
  };
}

function topicBinding(topic: string) {
  const settings: TopicSettings = TOPIC_SETTINGS[topic as keyof typeof TOPIC_SETTINGS];
  const { partitions, cleanup, retentionMs, removalsKeptMs, maxMessageBytes } = settings;
  return {
    topic,
    partitions,
    topicConfiguration: {
      'cleanup.policy': [cleanup],
      'retention.ms': retentionMs ?? -1,
      ...(removalsKeptMs !== undefined && { 'delete.retention.ms': removalsKeptMs }),
      ...(maxMessageBytes !== undefined && { 'max.message.bytes': maxMessageBytes }),
    },
    bindingVersion: '0.5.0',
  };
}

function operation(topic: string) {
  const messages = messagesOf(topic);
  const action = messages.every(isTaken) ? 'receive' : 'send';
  const name = channelOf(topic);
  const of = {
    action,
    channel: ref('channels', name),
    summary: describedIn(topic).title,
    messages: messages.map((message) => ref('channels', name, 'messages', message.name)),
  };
  return [`${action}-${name}`, of] as const;
}

function messageObject(message: Message) {
  const { name, topic, summary, headers, payload, example } = message;
  const direction = isTaken(message) ? 'taken' : 'read';
  return {
    name,
    title: name,
    summary,
    contentType: example.headers['content-type'] ?? 'application/cloudevents+json',
    headers: jsonSchemaOf(headers, direction),
    payload: jsonSchemaOf(payload, direction),
    bindings: {
      kafka: {
        key: { type: 'string', description: describedIn(topic).key },
        bindingVersion: '0.5.0',
      },
    },
    examples: [{ headers: example.headers, payload: example.payload }],
  };
}

function describedIn(topic: string) {
  const found = TOPIC_DESCRIPTIONS[topic];
  if (!found)
    throw new Error(`The topic ${topic} is not described in libs/contracts/src/messages.`);
  return found;
}
