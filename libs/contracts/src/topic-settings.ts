import { PUBLISHED_TOPICS, TOPICS } from './facts.js';
import { REPORT_TOPICS } from './report-messages.v1.js';

const DAY_MS = 86_400_000;
const MEBIBYTE = 1024 * 1024;

/**
 * How each topic of Kafka is kept. Facts are kept for ever: read models are made from them. A number of
 * partitions is for good, since a key belongs to one of them. What others write is kept in a compression that
 * is read here, whichever they use; and a dead letter is larger than what it was, so its topic takes more, as
 * does that of the catalogue: a fact there names every document that was applied at once, of up to 8 MiB.
 * Who has not read a compacted topic for longer than removals are kept reads it from its beginning.
 */
export const TOPIC_SETTINGS = {
  [TOPICS.reports]: { partitions: 6, cleanup: 'delete' },
  [TOPICS.refusals]: { partitions: 3, cleanup: 'delete', retentionMs: 400 * DAY_MS },
  [TOPICS.catalogue]: { partitions: 1, cleanup: 'delete', maxMessageBytes: 16 * MEBIBYTE },
  [TOPICS.alerts]: { partitions: 3, cleanup: 'delete' },
  [PUBLISHED_TOPICS.progress]: {
    partitions: 3,
    cleanup: 'compact',
    removalsKeptMs: 7 * DAY_MS,
  },
  [REPORT_TOPICS.inbound]: {
    partitions: 6,
    cleanup: 'delete',
    retentionMs: 7 * DAY_MS,
    compression: 'gzip',
    maxMessageBytes: MEBIBYTE,
  },
  [REPORT_TOPICS.receipts]: { partitions: 3, cleanup: 'delete', retentionMs: 7 * DAY_MS },
  [REPORT_TOPICS.deadLetters]: {
    partitions: 1,
    cleanup: 'delete',
    retentionMs: 30 * DAY_MS,
    maxMessageBytes: 2 * MEBIBYTE,
  },
} as const;
