import { periodNo, type Catalogue } from '#catalogue';
import { FACTS, type AcceptedReport, type WithdrawnReport } from '#contracts';
import { bareArray, Poison, textArray, Unavailable, type Recorded, type Sql } from '#platform';
import { recordConflicts } from './record-conflicts.js';
import { recordWithdrawals } from './record-withdrawals.js';
import { amountOf, type Cell, type Statement } from './statement.js';

export interface Recording {
  /** Recorded for the first time, in log order; those withdrawn since are among them. */
  readonly statements: Statement[];
  /** Cells of reports withdrawn for the first time: what counts there must be looked up again. */
  readonly withdrawnCells: Cell[];
}

const INSERT_REPORTS = {
  name: 'insert-reports',
  text: `
    WITH recorded AS (
      INSERT INTO report (report_id, indicator_no, unit_no, period, official, amount, denominator,
                          log_offset, received_at, recorded_at, sender, fingerprint, extra)
      SELECT report_id, indicator_no, unit_no, period, official, amount::numeric, denominator::numeric,
             log_offset, received_at::timestamptz, $13, sender, fingerprint, extra::json
      FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::bool[], $6::text[],
                  $7::text[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[])
        AS sent (report_id, indicator_no, unit_no, period, official, amount, denominator,
                 log_offset, received_at, sender, fingerprint, extra)
      ON CONFLICT (report_id) DO NOTHING
      RETURNING log_offset
    )
    SELECT CASE WHEN count(*) < cardinality($1) THEN coalesce(array_agg(log_offset::text), '{}') END
      AS recorded
    FROM recorded`,
};

interface Accepted {
  readonly fact: Recorded;
  readonly report: AcceptedReport;
  readonly statement: Statement;
}

/**
 * Writes facts of the reports' topic into the ledger, in the projection's transaction. A report's id
 * decides for good: the first fact of an id is recorded, a repeated one has no effect, and one with
 * other content becomes a refusal. `at` is when this happens.
 * Throws `Unavailable` when the catalogue is older than the one a report was accepted by, and `Poison`
 * for an indicator or unit that it does not have, and for the withdrawal of what was never recorded.
 */
export async function recordReports(
  tx: Sql,
  facts: readonly Recorded[],
  catalogue: Catalogue,
  at?: Date,
): Promise<Recording> {
  const accepted: Accepted[] = [];
  const withdrawn: Recorded<WithdrawnReport>[] = [];
  for (const fact of facts) {
    if (fact.type === FACTS.reportAccepted) accepted.push(acceptedOf(fact, catalogue));
    if (fact.type === FACTS.reportWithdrawn) withdrawn.push(fact as Recorded<WithdrawnReport>);
  }
  const statements = accepted.length > 0 ? await insert(tx, accepted, at) : [];
  const withdrawnCells = withdrawn.length > 0 ? await recordWithdrawals(tx, withdrawn) : [];
  return { statements, withdrawnCells };
}

function acceptedOf(fact: Recorded, catalogue: Catalogue): Accepted {
  const report = fact.data as AcceptedReport;
  if (report.catalogueVersion > catalogue.version) {
    throw new Unavailable(
      'catalogue-behind',
      `The report ${report.reportId} was accepted by version ${report.catalogueVersion} of the reference data; version ${catalogue.version} is known here.`,
    );
  }
  const indicator = catalogue.indicator(report.indicator);
  const unit = catalogue.units.byId(report.unit);
  if (!indicator) throw unknown('indicator', report.indicator, fact);
  if (!unit) throw unknown('unit', report.unit, fact);
  const statement = {
    reportId: report.reportId,
    indicatorNo: indicator.no,
    unitNo: unit.no,
    period: periodNo(report.period),
    official: report.standing === 'official',
    amount: amountOf(report),
    denominator: report.denominator ?? null,
    offset: fact.position,
  };
  return { fact, report, statement };
}

function unknown(what: 'indicator' | 'unit', code: string, { offset }: Recorded): Poison {
  const message = `The report at offset ${offset} names the ${what} ${code}, which is not there.`;
  return new Poison(`unknown-${what}`, message);
}

/** Answers the statements that were not in the ledger before. */
async function insert(
  tx: Sql,
  accepted: readonly Accepted[],
  at: Date | undefined,
): Promise<Statement[]> {
  const values = [...columnsOf(sorted(accepted)), at ?? null];
  const { rows } = await tx.query<{ recorded: string[] | null }>({ ...INSERT_REPORTS, values });
  const [{ recorded } = { recorded: null }] = rows;
  if (recorded === null) return accepted.map(({ statement }) => statement);
  const positions = new Set(recorded.map(Number));
  const repeated = accepted.filter(({ fact }) => !positions.has(fact.position));
  await recordConflicts(
    tx,
    repeated.map(({ fact }) => fact as Recorded<AcceptedReport>),
  );
  return accepted
    .filter(({ fact }) => positions.has(fact.position))
    .map(({ statement }) => statement);
}

/** By id, as the index is, so that neighbours are written beside one another; of one id the first stays first. */
function sorted(accepted: readonly Accepted[]): Accepted[] {
  return [...accepted].sort(({ report: a }, { report: b }) => {
    if (a.reportId === b.reportId) return 0;
    return a.reportId < b.reportId ? -1 : 1;
  });
}

function columnsOf(accepted: readonly Accepted[]): unknown[] {
  const statements = accepted.map(({ statement }) => statement);
  return [
    textArray(statements.map(({ reportId }) => reportId)),
    bareArray(statements.map(({ indicatorNo }) => indicatorNo)),
    bareArray(statements.map(({ unitNo }) => unitNo)),
    bareArray(statements.map(({ period }) => period)),
    bareArray(statements.map(({ official }) => official)),
    textArray(statements.map(({ amount }) => amount)),
    textArray(statements.map(({ denominator }) => denominator)),
    bareArray(statements.map(({ offset }) => offset)),
    textArray(accepted.map(({ fact }) => fact.time)),
    textArray(accepted.map(({ report }) => report.sender)),
    textArray(accepted.map(({ report }) => report.fingerprint)),
    textArray(accepted.map(({ report }) => extraOf(report))),
  ];
}

/** What the ledger keeps for readers only. */
function extraOf({ note, evidence, breakdown }: AcceptedReport): string | null {
  const isPlain = note === undefined && evidence === undefined && breakdown === undefined;
  return isPlain ? null : JSON.stringify({ note, evidence, breakdown });
}
