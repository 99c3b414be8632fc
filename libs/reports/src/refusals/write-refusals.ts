import type { RefusedReport } from '#contracts';
import type { Recorded, Sql } from '#platform';

const INSERT_REFUSALS = {
  name: 'insert-refusals',
  text: `
    INSERT INTO refusal (id, report_id, indicator, unit, unit_code, period, sender, sender_key, errors,
                         refused_at, correlation_id)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                         $7::text[], $8::text[], $9::json[], $10::timestamptz[], $11::text[])
    ON CONFLICT (id) DO NOTHING`,
};

/** Keeps refusals, each once, so that they can be told and counted. */
export async function writeRefusals(
  tx: Sql,
  facts: readonly Recorded<RefusedReport>[],
): Promise<void> {
  if (facts.length === 0) return;
  const values = [
    facts.map(({ id }) => id),
    facts.map(({ data }) => data.reportId ?? null),
    facts.map(({ data }) => data.indicator ?? null),
    facts.map(({ data }) => data.unit ?? null),
    facts.map(({ data }) => data.unitCode ?? null),
    facts.map(({ data }) => data.period ?? null),
    facts.map(({ data }) => data.sender),
    facts.map(({ data }) => data.senderKey),
    facts.map(({ data }) => JSON.stringify(data.errors)),
    facts.map(({ time }) => time),
    facts.map(({ correlationId }) => correlationId),
  ];
  await tx.query({ ...INSERT_REFUSALS, values });
}
