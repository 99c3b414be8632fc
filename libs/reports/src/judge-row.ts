import { LARGEST_REPORT_BYTES, type Refusal } from '#contracts';
import { decide, type Content } from './model/report.js';
import type { Knowledge } from './model/knowledge.js';
import type { Row } from './model/row.js';
import { parseRow } from './parse-row.js';

/** A submitted report with what became of it by one version of the reference data. */
export interface JudgedRow {
  /** What could be read of it; undefined for what is not a JSON object. */
  readonly row: Row | undefined;
  /** The sender's id, or a new one where it gave none; null where it gave what cannot be an id. */
  readonly reportId: string | null;
  readonly content?: Content;
  /** Empty when there is content. */
  readonly refusals: readonly Refusal[];
}

const NOT_AN_OBJECT: Refusal = { pointer: '', code: 'field-malformed', because: 'report' };

const TOO_LARGE: Refusal = {
  pointer: '',
  code: 'body-too-large',
  values: { kibibytes: String(LARGEST_REPORT_BYTES / 1024) },
};

/** Reads and judges one report, whatever was sent. */
export function judgeRow(sent: unknown, knowledge: Knowledge, newId: () => string): JudgedRow {
  const row = parseRow(sent);
  if (!row) return { row, reportId: null, refusals: [NOT_AN_OBJECT] };
  const isMalformed = row.malformed.has('reportId');
  const reportId = isMalformed ? null : (row.fields.reportId ?? newId());
  if (isTooLarge(row)) return { row, reportId, refusals: [TOO_LARGE] };
  const decision = decide(row, knowledge, row.refusals);
  return 'content' in decision
    ? { row, reportId, content: decision.content, refusals: [] }
    : { row, reportId, refusals: decision.refusals };
}

/** Everything else is short by its form. */
function isTooLarge({ fields }: Row): boolean {
  if (fields.evidence === undefined && fields.breakdown === undefined) return false;
  return Buffer.byteLength(JSON.stringify(fields)) > LARGEST_REPORT_BYTES;
}
