import { PUBLISHED_TOPICS, TOPICS } from '../facts.js';
import { REPORT_TOPICS } from '../report-messages.v1.js';
import { FACT_MESSAGES } from './fact-messages.js';
import { INBOUND_MESSAGES } from './inbound-messages.js';
import type { Message, PublishedTopic } from './message.js';
import { PUBLISHED_MESSAGES } from './published-messages.js';

export type { Message, PublishedTopic, Understanding } from './message.js';

/** Every sort of message that is written to a topic of Kafka, or read from one. */
export const MESSAGES: readonly Message[] = [
  ...FACT_MESSAGES,
  ...PUBLISHED_MESSAGES,
  ...INBOUND_MESSAGES,
];

export const TOPIC_DESCRIPTIONS: Readonly<Record<string, PublishedTopic>> = {
  [TOPICS.reports]: {
    title: 'What wards reported',
    description:
      'The facts that everything else is made from, in the order of each indicator. A fact may stand here twice: who reads goes by its id, and of two with one id and other fingerprints the first counts.',
    key: 'the code of the indicator',
    audience: 'everyone',
  },
  [PUBLISHED_TOPICS.progress]: {
    title: 'Where targets stand',
    description:
      'Of each target the last message says where it stands, about a second after that has changed; compacted. Several changes may come as one, the latest; a message may come again. Who begins at the beginning knows of all targets.',
    key: 'the id of the target',
    audience: 'everyone',
  },
  [TOPICS.alerts]: {
    title: 'What happened to alerts',
    description:
      'Each fact tells the whole alert, after what has happened to it; its last line in `timeline` says what that was.',
    key: 'the id of the alert',
    audience: 'everyone',
  },
  [REPORT_TOPICS.inbound]: {
    title: 'What ward systems report',
    description:
      'The other door for reports, beside HTTP: the same commands, permissions and refusals. Unknown fields are refused. The order of a key holds.',
    key: 'anything; the order of its messages holds',
    audience: 'wards',
  },
  [REPORT_TOPICS.receipts]: {
    title: 'What became of it',
    description: 'An answer to each message of the inbound topic that came with a valid key.',
    key: "the name of the sender's key",
    audience: 'wards',
  },
  [REPORT_TOPICS.deadLetters]: {
    title: 'What nobody can be told about',
    description:
      'For operators alone: the headers hold what senders authenticate with. Written again to the inbound topic, it is tried again.',
    key: 'as it came',
    audience: 'operators',
  },
  [TOPICS.refusals]: {
    title: 'What was refused',
    description: 'Refusals at any door, so that they can be told and counted.',
    key: "the id of the sender's key",
    audience: 'Tiendo',
  },
  [TOPICS.catalogue]: {
    title: 'What changed of the reference data',
    description: 'Names documents and versions; the documents themselves are over HTTP.',
    key: '`catalogue`: there is one order',
    audience: 'Tiendo',
  },
};
