import type { z } from 'zod';
import { InboundWithdrawal, REPORT_MESSAGES, REPORT_TOPICS } from '../report-messages.v1.js';
import { SubmittedReport } from '../report-submitted.v1.js';
import { receivedEnvelope } from './envelopes.js';
import { aReport } from './examples.js';
import { binaryHeaders, InboundHeaders, STRUCTURED } from './headers.js';
import type { Message } from './message.js';

const KEY = { authorization: 'Bearer tiendo_5oLb…' };
const event = { specversion: '1.0', id: 'ben-nghe/4711', source: '/wards/ben-nghe' };

/** The two modes in which the Kafka binding of CloudEvents may be written. */
function inBothModes(type: string, summary: string, data: z.ZodType, example: unknown): Message[] {
  const attributes = Object.entries({ ...event, type });
  const asHeaders = Object.fromEntries(attributes.map(([name, value]) => [`ce_${name}`, value]));
  const common = { topic: REPORT_TOPICS.inbound, understanding: 'taken' as const };
  return [
    {
      ...common,
      name: type,
      summary,
      payload: receivedEnvelope(type, data),
      headers: InboundHeaders,
      example: { headers: { ...STRUCTURED, ...KEY }, payload: { ...event, type, data: example } },
    },
    {
      ...common,
      name: `${type}.binary`,
      summary: `${summary} The same in binary mode.`,
      payload: data,
      headers: binaryHeaders(type),
      example: {
        headers: { 'content-type': 'application/json', ...asHeaders, ...KEY },
        payload: example,
      },
    },
  ];
}

const { indicator, period, numerator, denominator, reportId } = aReport;

export const INBOUND_MESSAGES: readonly Message[] = [
  ...inBothModes(
    REPORT_MESSAGES.submitted,
    'A unit reports: a body of `POST /v1/reports`, with exactly one of `unit` and `unitCode`. Without `reportId` the report is known by the source and the id of its event.',
    SubmittedReport,
    { reportId, indicator, unitCode: '26740', period, numerator, denominator },
  ),
  ...inBothModes(
    REPORT_MESSAGES.withdrawn,
    'A report is taken back by whoever may report for its unit.',
    InboundWithdrawal,
    { reportId, reason: 'Số liệu của phường khác' },
  ),
];
