import { z } from 'zod';
import { FACTS } from './facts.js';
import { Problem } from './refusal.js';
import { Withdrawal } from './report-submitted.v1.js';

/** The topics by which other systems report without HTTP. */
export const REPORT_TOPICS = {
  /** Keyed as its senders like; their order holds for each key. Written by ward systems and gateways. */
  inbound: 'tiendo.reports.inbound',
  /** Keyed by the name of the sender's key. What became of each report; read by ward systems. */
  receipts: 'tiendo.reports.receipts',
  /** As they came, with the reason in headers: what nobody can be told about. Read by operators. */
  deadLetters: 'tiendo.reports.dead-letters',
} as const;

export const REPORT_MESSAGES = {
  /** Its data is a `SubmittedReport`; without `reportId` the report is known by the event's source and id. */
  submitted: 'vn.tiendo.report-submitted.v1',
  /** Its data is an `InboundWithdrawal`. */
  withdrawn: FACTS.reportWithdrawn,
  /** Its data is a `ReportReceipt`. */
  receipt: 'vn.tiendo.report-receipt.v1',
} as const;

/** What a sender writes to take a report back; an id that cannot be one names no report. */
export const InboundWithdrawal = z
  .strictObject({ reportId: z.string(), reason: Withdrawal.shape.reason })
  .meta({ id: 'InboundWithdrawal' });
export type InboundWithdrawal = z.infer<typeof InboundWithdrawal>;

/**
 * What became of one message: `recorded` says that the report, or its withdrawal, is durable in the log;
 * `refused` says why not, with the codes of the HTTP door.
 */
export const ReportReceipt = z
  .strictObject({
    /** Null when the message's own id was not one. */
    reportId: z.string().nullable(),
    state: z.enum(['recorded', 'refused']),
    errors: z.array(Problem).optional(),
  })
  .meta({ id: 'ReportReceipt' });
export type ReportReceipt = z.infer<typeof ReportReceipt>;
