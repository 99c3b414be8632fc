import { z } from 'zod';
import { FACTS, PUBLISHED_TOPICS } from '../facts.js';
import { ProgressItem } from '../progress.js';
import { REPORT_MESSAGES, REPORT_TOPICS, ReportReceipt } from '../report-messages.v1.js';
import { receiptEnvelope, stateEnvelope } from './envelopes.js';
import { aProgressItem, aReport } from './examples.js';
import { DeadLetterHeaders, STRUCTURED, StructuredHeaders } from './headers.js';
import type { Message } from './message.js';

const event = { specversion: '1.0', source: '/tiendo', datacontenttype: 'application/json' };

/** Every published item is a target's. */
const TargetItem = ProgressItem.extend({ targetId: z.string() });

export const PUBLISHED_MESSAGES: readonly Message[] = [
  {
    name: FACTS.progressChanged,
    topic: PUBLISHED_TOPICS.progress,
    summary:
      'Where a target stands, since it stands otherwise than the message before said. Nothing is told because another day has come, so `asOf` is the day on which it was told.',
    understanding: 'told',
    payload: stateEnvelope(FACTS.progressChanged, TargetItem),
    headers: StructuredHeaders,
    example: {
      headers: STRUCTURED,
      payload: {
        ...event,
        id: '8d0a3f0e-5a0c-4c7e-9f0b-3c1a6f1f7a10',
        type: FACTS.progressChanged,
        subject: aProgressItem.targetId,
        time: '2025-05-20T02:15:00.480Z',
        data: aProgressItem,
      },
    },
  },
  {
    name: 'removal',
    topic: PUBLISHED_TOPICS.progress,
    summary: 'The target of this key is no more: the message has no value.',
    understanding: 'told',
    payload: z.null(),
    headers: z.looseObject({}),
    example: { headers: {}, payload: null },
  },
  {
    name: REPORT_MESSAGES.receipt,
    topic: REPORT_TOPICS.receipts,
    summary:
      'What became of one message of the inbound topic. `recorded`: it is durable in the log. `refused`: why not, with the codes of the HTTP door.',
    understanding: 'told',
    payload: receiptEnvelope(REPORT_MESSAGES.receipt, ReportReceipt),
    headers: StructuredHeaders,
    example: {
      headers: STRUCTURED,
      payload: {
        ...event,
        id: 'receipt/2/1042',
        type: REPORT_MESSAGES.receipt,
        subject: aReport.reportId,
        time: '2025-05-20T02:15:00.130Z',
        causationid: 'ben-nghe/4711',
        data: { reportId: aReport.reportId, state: 'recorded' },
      },
    },
  },
  {
    name: 'dead-letter',
    topic: REPORT_TOPICS.deadLetters,
    summary:
      'A message of the inbound topic whose sender cannot be told: as it came, with its key and headers, those of its sender included, and why in headers.',
    understanding: 'told',
    payload: z.unknown(),
    headers: DeadLetterHeaders,
    example: {
      headers: {
        'error-code': 'not-authenticated',
        'error-message': 'The header authorization names no key that is known here.',
        'origin-topic': REPORT_TOPICS.inbound,
        'origin-partition': '2',
        'origin-offset': '1043',
      },
      payload: { specversion: '1.0', id: 'ben-nghe/4712' },
    },
  },
];
