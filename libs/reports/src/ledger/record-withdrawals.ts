import type { WithdrawnReport } from '#contracts';
import { Poison, type Recorded, type Sql } from '#platform';
import type { Cell } from './statement.js';

const WITHDRAW = {
  name: 'withdraw-reports',
  text: `
    UPDATE report
    SET withdrawn_offset = sent.log_offset, withdrawn_at = sent.at, withdrawn_by = sent.sender,
        withdrawn_reason = sent.reason
    FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[])
      AS sent (report_id, log_offset, at, sender, reason)
    WHERE report.report_id = sent.report_id AND report.withdrawn_offset IS NULL
    RETURNING report.report_id, indicator_no, unit_no, period`,
};

const KNOWN = `SELECT report_id FROM report WHERE report_id = ANY ($1)`;

interface Row {
  readonly report_id: string;
  readonly indicator_no: number;
  readonly unit_no: number;
  readonly period: number;
}

/**
 * Takes reports back, once each: the first of several withdrawals is the one that is kept, also when they
 * come together. Answers their cells, each once. Throws `Poison` for an id that was never recorded.
 */
export async function recordWithdrawals(
  tx: Sql,
  withdrawals: readonly Recorded<WithdrawnReport>[],
): Promise<Cell[]> {
  const facts = firstOfEach(withdrawals);
  const { rows } = await tx.query<Row>({
    ...WITHDRAW,
    values: [
      facts.map(({ data }) => data.reportId),
      facts.map(({ position }) => position),
      facts.map(({ time }) => time),
      facts.map(({ data }) => data.sender),
      facts.map(({ data }) => data.reason),
    ],
  });
  if (rows.length < facts.length) await assertKnown(tx, facts);
  const cells = rows.map((row): Cell => ({
    indicatorNo: row.indicator_no,
    unitNo: row.unit_no,
    period: row.period,
  }));
  return [...new Map(cells.map((cell) => [Object.values(cell).join(), cell])).values()];
}

function firstOfEach(
  facts: readonly Recorded<WithdrawnReport>[],
): readonly Recorded<WithdrawnReport>[] {
  const backwards = [...facts].reverse().map((fact) => [fact.data.reportId, fact] as const);
  return [...new Map(backwards).values()];
}

async function assertKnown(tx: Sql, facts: readonly Recorded<WithdrawnReport>[]): Promise<void> {
  const ids = facts.map(({ data }) => data.reportId);
  const { rows } = await tx.query<{ report_id: string }>(KNOWN, [ids]);
  const known = new Set(rows.map((row) => row.report_id));
  const stray = facts.find(({ data }) => !known.has(data.reportId));
  if (!stray) return;
  const message = `The report ${stray.data.reportId}, withdrawn at offset ${stray.offset}, is not in the ledger.`;
  throw new Poison('unknown-report', message);
}
