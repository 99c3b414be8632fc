import { FACTS, type RefusedReport } from '#contracts';
import type { Fact } from '#platform';
import type { Sending } from '../accepted-fact.js';
import { shortHash } from '../fingerprint.js';
import { canonicalContent } from '../model/content.js';
import type { Row } from '../model/row.js';
import type { Submitted } from '../submitted.js';

type Refused = Extract<Submitted, { state: 'refused' }>;

/**
 * A refusal as a fact, keyed by its sender. The same report refused again for the same reasons is the
 * same fact, so a sender that never stops does not fill the log.
 */
export function refusedFact(
  row: Row,
  { reportId, refusals }: Refused,
  { sender, time, correlationId }: Sending,
): Fact<RefusedReport> {
  const { indicator, unit, unitCode, period } = row.fields;
  const reasons = refusals.map(({ pointer, code, because }) => [pointer, code, because]);
  const same = [sender.keyId, reportId, canonicalContent(row), reasons];
  return {
    id: shortHash(JSON.stringify(same)),
    type: FACTS.reportRefused,
    key: sender.keyId,
    time,
    correlationId,
    data: {
      ...(reportId === null ? {} : { reportId }),
      indicator,
      unit,
      unitCode,
      period,
      sender: sender.name,
      senderKey: sender.keyId,
      errors: [...refusals],
    },
  };
}
