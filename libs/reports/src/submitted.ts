import type { Refusal } from '#contracts';
import { positionText, type Appended } from '#platform';
import { fingerprintOf } from './fingerprint.js';
import type { JudgedRow } from './judge-row.js';
import { conflictOf } from './model/conflict.js';

/** What became of one submitted report. An id is null where what was sent cannot be one. */
export type Submitted =
  | { readonly state: 'accepted'; readonly reportId: string; readonly position: string }
  | {
      readonly state: 'refused';
      readonly reportId: string | null;
      readonly refusals: readonly Refusal[];
    };

/** The answer to a report that the log was given. */
export function afterAppend(reportId: string, { outcome, position }: Appended): Submitted {
  return outcome === 'conflicting'
    ? { state: 'refused', reportId, refusals: [conflictOf(reportId)] }
    : { state: 'accepted', reportId, position: positionText(position) };
}

/** The answer to a report that was refused now: the one it had, if it was accepted before. */
export function afterRefusal(
  { row, reportId, refusals }: JudgedRow,
  recorded: ReadonlyMap<string, { readonly fingerprint: string; readonly position: number }>,
): Submitted {
  const before = reportId === null ? undefined : recorded.get(reportId);
  const isPermitted = refusals.every(({ code }) => code !== 'not-permitted');
  const isSame = isPermitted && row !== undefined && before?.fingerprint === fingerprintOf(row);
  return before && isSame && reportId !== null
    ? { state: 'accepted', reportId, position: positionText(before.position) }
    : { state: 'refused', reportId, refusals };
}
