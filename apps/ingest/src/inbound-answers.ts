import { problemsOf, REPORT_MESSAGES, REPORT_TOPICS, ReportId } from '#contracts';
import type { InboundWithdrawal, Problem, ReportReceipt } from '#contracts';
import {
  headerText,
  languageOf,
  titleOf,
  type InboundMessage,
  type Language,
  type OutboundMessage,
  type Unreadable,
} from '#platform';
import { worded, type Submitted, type Withdrawn } from '#reports';
import type { z } from 'zod';
import type { InboundEvent } from './inbound-event.js';

/** The receipt of a report, in the language that its message asks for. */
export function submissionReceipt(of: InboundEvent, submitted: Submitted): ReportReceipt {
  const { reportId } = submitted;
  if (submitted.state === 'accepted') return { reportId, state: 'recorded' };
  const language = languageIn(of.message);
  return refused(
    reportId,
    submitted.refusals.map((refusal) => worded(refusal, language)),
  );
}

/** The receipt of a withdrawal that was asked for. */
export function withdrawalReceipt(
  of: InboundEvent,
  { reportId }: InboundWithdrawal,
  { state }: Withdrawn,
): ReportReceipt {
  if (state === 'withdrawn') return { reportId, state: 'recorded' };
  return refused(idIn(of), [problem(state, '/reportId', languageIn(of.message))]);
}

/** The receipt of a withdrawal that is not of its form. */
export function malformedReceipt(of: InboundEvent, error: z.ZodError): ReportReceipt {
  return refused(idIn(of), problemsOf(error));
}

/** The receipt of what a key was sent with whose roles do not allow it. */
export function notPermittedReceipt(of: InboundEvent): ReportReceipt {
  return refused(idIn(of), [problem('not-permitted', '', languageIn(of.message))]);
}

/** A receipt as its sender reads it. The same message taken again has a receipt of the same id. */
export function receiptMessage(
  { message, event, sender }: InboundEvent,
  receipt: ReportReceipt,
  time: string,
): OutboundMessage {
  const envelope = {
    specversion: '1.0',
    id: `receipt/${message.partition}/${message.offset}`,
    source: '/tiendo',
    type: REPORT_MESSAGES.receipt,
    ...(receipt.reportId === null ? {} : { subject: receipt.reportId }),
    time,
    datacontenttype: 'application/json',
    causationid: event.id,
    data: receipt,
  };
  return {
    topic: REPORT_TOPICS.receipts,
    key: sender.name,
    value: JSON.stringify(envelope),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** A message that nobody can be told about, as it came, with the reason and where it stood. */
export function deadLetter(
  { topic, partition, offset, key, value, headers }: InboundMessage,
  { code, message }: Unreadable,
): OutboundMessage {
  return {
    topic: REPORT_TOPICS.deadLetters,
    key,
    value,
    headers: {
      ...headers,
      'error-code': code,
      'error-message': message,
      'origin-topic': topic,
      'origin-partition': String(partition),
      'origin-offset': String(offset),
    },
  };
}

function refused(reportId: string | null, errors: Problem[]): ReportReceipt {
  return { reportId, state: 'refused', errors };
}

function problem(code: 'not-permitted' | 'not-found', pointer: string, language: Language) {
  const status = code === 'not-found' ? 404 : 403;
  return { pointer, code, message: titleOf(code, status, language) };
}

function idIn({ data }: InboundEvent): string | null {
  return ReportId.safeParse((data as { reportId?: unknown } | null)?.reportId).data ?? null;
}

function languageIn({ headers }: InboundMessage): Language {
  return languageOf(headerText(headers, 'accept-language'));
}
