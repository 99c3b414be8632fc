import { FACTS, type AcceptedReport, type Principal } from '#contracts';
import type { Fact } from '#platform';
import { fingerprintOf } from './fingerprint.js';
import type { Content } from './model/report.js';
import type { Row } from './model/row.js';

/** Who sends a report, when, in which request, and the version of reference data it is judged by. */
export interface Sending {
  readonly sender: Principal;
  readonly time: string;
  readonly correlationId: string;
  readonly catalogueVersion: number;
}

/** An accepted report as a fact: its id is the report's, its key the indicator. */
export function acceptedFact(
  reportId: string,
  content: Content,
  row: Row,
  { sender, time, correlationId, catalogueVersion }: Sending,
): Fact<AcceptedReport> {
  const fingerprint = fingerprintOf(row);
  return {
    id: reportId,
    type: FACTS.reportAccepted,
    key: content.indicator,
    time,
    correlationId,
    fingerprint,
    data: {
      reportId,
      ...content,
      sender: sender.name,
      senderKey: sender.keyId,
      catalogueVersion,
      fingerprint,
    },
  };
}
