import type { ComparedTable, Sql } from '#platform';

/** The tables of the ledger that are made anew from the facts. */
export const LEDGER_TABLES = ['report'];

/** Refusals that the ledger found lie among those of the door, which are not made anew. */
export const LEDGER_TABLES_ASIDE = ['refusal'];

const FOUND_BY_LEDGER = `id COLLATE "C" LIKE 'ledger:%'`;

/** What has to be the same in a ledger made anew. */
export const LEDGER_COMPARED: readonly ComparedTable[] = [
  {
    table: 'report',
    columns: [
      'report_id, indicator_no, unit_no, period, official',
      'trim_scale(amount), trim_scale(denominator), log_offset, received_at, recorded_at, sender',
      'fingerprint, extra, withdrawn_offset, withdrawn_at, withdrawn_by, withdrawn_reason',
    ],
  },
  {
    table: 'refusal',
    columns: [
      'id, report_id, indicator, unit, unit_code, period, sender, sender_key, errors',
      'refused_at, correlation_id',
    ],
    where: () => FOUND_BY_LEDGER,
  },
];

const KEEP_RECORDING_TIMES = `
  CREATE FUNCTION keep_recording_time() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.recorded_at := (SELECT recorded_at FROM public.report WHERE report_id = NEW.report_id);
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_recording_time BEFORE INSERT ON report
    FOR EACH ROW EXECUTE FUNCTION keep_recording_time()`;

/**
 * From now on a report written to the twin keeps the time at which it was recorded first: no fact holds it,
 * and receipts tell it. Null for one that the live ledger does not have.
 */
export async function keepRecordingTimes(twin: Sql): Promise<void> {
  await twin.query(KEEP_RECORDING_TIMES);
}

/** Before the ledger of the schema takes over: it is an ordinary one again, and its refusals are the live ones. */
export async function endLedgerTwin(tx: Sql, schema: string): Promise<void> {
  await tx.query(`DROP TRIGGER keep_recording_time ON ${schema}.report`);
  await tx.query(
    `DELETE FROM public.refusal r WHERE ${FOUND_BY_LEDGER}
       AND NOT EXISTS (SELECT FROM ${schema}.refusal twin WHERE twin.id = r.id)`,
  );
  await tx.query(
    `INSERT INTO public.refusal SELECT * FROM ${schema}.refusal ON CONFLICT (id) DO NOTHING`,
  );
}
