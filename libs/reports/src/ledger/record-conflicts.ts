import type { AcceptedReport, RefusedReport } from '#contracts';
import type { Recorded, Sql } from '#platform';
import { conflictOf } from '../model/conflict.js';
import { writeRefusals } from '../refusals/write-refusals.js';
import { recordedBefore } from './recorded-before.js';

/**
 * Facts whose ids were in the ledger before: with the same content they are the same report, with other
 * content they are refused here, where the door could not know.
 */
export async function recordConflicts(
  tx: Sql,
  facts: readonly Recorded<AcceptedReport>[],
): Promise<void> {
  const known = await recordedBefore(
    tx,
    facts.map(({ data }) => data.reportId),
  );
  const conflicts = facts.filter(
    ({ data }) => known.get(data.reportId)?.fingerprint !== data.fingerprint,
  );
  await writeRefusals(tx, conflicts.map(refused));
}

function refused(fact: Recorded<AcceptedReport>): Recorded<RefusedReport> {
  const { reportId, indicator, unit, period, sender, senderKey } = fact.data;
  const errors = [conflictOf(reportId)];
  const id = `ledger:${fact.partition}:${fact.offset}`;
  return { ...fact, id, data: { reportId, indicator, unit, period, sender, senderKey, errors } };
}
