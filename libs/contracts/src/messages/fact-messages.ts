import type { z } from 'zod';
import { Alert } from '../alert.js';
import { FACTS, TOPICS } from '../facts.js';
import { CatalogueChanged } from '../reference/catalogue-changed.js';
import { RefusedReport } from '../report-refused.v1.js';
import { AcceptedReport, WithdrawnReport } from '../report-submitted.v1.js';
import { factEnvelope } from './envelopes.js';
import { aChange, anAlert, aRefusal, aReport, aWithdrawal } from './examples.js';
import { STRUCTURED, StructuredHeaders } from './headers.js';
import type { Message } from './message.js';

/** A fact: `key` is the key of the example's message. */
function fact(
  topic: string,
  name: string,
  summary: string,
  data: z.ZodType,
  example: { readonly id: string; readonly key: string; readonly data: unknown },
): Message {
  return {
    name,
    topic,
    summary,
    understanding: 'kept',
    payload: factEnvelope(name, data),
    headers: StructuredHeaders,
    example: {
      headers: STRUCTURED,
      payload: {
        specversion: '1.0',
        id: example.id,
        source: '/tiendo',
        type: name,
        subject: example.key,
        time: '2025-05-20T02:15:00.120Z',
        datacontenttype: 'application/json',
        correlationid: '0f8b6f5e-6a4e-4c1f-9a53-2a5e0c0b7a11',
        position: '4711',
        data: example.data,
      },
    },
  };
}

const report = { id: aReport.reportId, key: aReport.indicator, data: aReport };
const alert = (summary: string, name: string, what: string) =>
  fact(TOPICS.alerts, name, summary, Alert, anAlert(what));

export const FACT_MESSAGES: readonly Message[] = [
  fact(
    TOPICS.reports,
    FACTS.reportAccepted,
    'A report was accepted, by HTTP, from a file or from the inbound topic: resolved, canonical, never changed. A correction is another report of the same cell, and the last one counts.',
    AcceptedReport,
    report,
  ),
  fact(
    TOPICS.reports,
    FACTS.reportWithdrawn,
    'A report was taken back: whatever was said before it counts again.',
    WithdrawnReport,
    { id: `withdrawal/${aReport.reportId}`, key: aReport.indicator, data: aWithdrawal },
  ),
  fact(
    TOPICS.refusals,
    FACTS.reportRefused,
    'A report was refused for a reason that its sender can mend.',
    RefusedReport,
    { id: 'hV3n0c3nYqkF', key: aRefusal.senderKey, data: aRefusal },
  ),
  fact(
    TOPICS.catalogue,
    FACTS.catalogueChanged,
    'A version of the reference data was applied: which documents changed, and what is computed anew.',
    CatalogueChanged,
    { id: 'catalogue:3', key: 'catalogue', data: aChange },
  ),
  alert(
    'A rule holds for a target for as long as it asks: an episode begins.',
    FACTS.alertRaised,
    'raised',
  ),
  alert(
    'The status of an alert changed, or it waits for more periods.',
    FACTS.alertUpdated,
    'changed',
  ),
  alert('Somebody has seen to it.', FACTS.alertAcknowledged, 'acknowledged'),
  alert('Somebody has said something about it.', FACTS.alertCommented, 'commented'),
  alert('What it is cleared by holds: the episode has ended.', FACTS.alertResolved, 'resolved'),
  alert(
    'Its rule, target or unit has ended, and the episode with it.',
    FACTS.alertSuperseded,
    'superseded',
  ),
];
