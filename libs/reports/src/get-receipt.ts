import { CurrentCatalogue, sees, seesAll, type Catalogue } from '#catalogue';
import {
  FACTS,
  ReportId,
  TOPICS,
  type AcceptedReport,
  type Principal,
  type Receipt,
  type Refusal,
} from '#contracts';
import { Database, EventLog, positionText, ProjectionRunner, type Recorded } from '#platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { REFUSALS } from './refusals/refusal.projection.js';

/** A receipt before its refusals are put into words. */
export type FoundReceipt = Omit<Receipt, 'errors'> & { readonly refusals?: readonly Refusal[] };

/** What became of a report, by its id; undefined when there is none that the principal may see. */
export class GetReceipt extends Query<FoundReceipt | undefined> {
  constructor(
    readonly reportId: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

const LEDGER_ROW = `
  SELECT unit_no, log_offset, received_at, recorded_at, withdrawn_at, withdrawn_by, withdrawn_reason
  FROM report WHERE report_id = $1`;

const REFUSED = `
  SELECT unit, sender_key, errors, refused_at FROM refusal
  WHERE report_id = $1 ORDER BY refused_at DESC LIMIT 50`;

interface LedgerRow {
  readonly unit_no: number;
  readonly log_offset: string;
  readonly received_at: Date;
  readonly recorded_at: Date | null;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: string | null;
  readonly withdrawn_reason: string | null;
}

interface RefusalRow {
  readonly unit: string | null;
  readonly sender_key: string;
  readonly errors: readonly Refusal[];
  readonly refused_at: Date;
}

const NOTHING_YET = { position: null, acceptedAt: null, recordedAt: null, refusedAt: null };
const REFUSALS_WITHIN_MS = 1000;

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(
    private readonly current: CurrentCatalogue,
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ reportId, principal }: GetReceipt): Promise<FoundReceipt | undefined> {
    if (!ReportId.safeParse(reportId).success) return undefined;
    const catalogue = this.current.get();
    const { rows } = await this.database.query<LedgerRow>(LEDGER_ROW, [reportId]);
    const [row] = rows;
    if (row) {
      const unit = catalogue.units.byNo(row.unit_no);
      return unit && sees(principal, unit.id, catalogue) ? projected(reportId, row) : undefined;
    }
    const fact = await this.log.find(TOPICS.reports, reportId);
    if (fact?.type === FACTS.reportAccepted) {
      const { unit } = fact.data as AcceptedReport;
      return sees(principal, unit, catalogue) ? accepted(reportId, fact) : undefined;
    }
    return this.refusal(reportId, principal, catalogue);
  }

  /** Waits a moment for refusals that are told and not written yet. */
  private async refusal(
    reportId: string,
    principal: Principal,
    catalogue: Catalogue,
  ): Promise<FoundReceipt | undefined> {
    await this.runner.caughtUp(REFUSALS, REFUSALS_WITHIN_MS);
    const { rows } = await this.database.query<RefusalRow>(REFUSED, [reportId]);
    const row = rows.find(
      ({ unit, sender_key }) =>
        sender_key === principal.keyId ||
        seesAll(principal) ||
        (unit !== null && sees(principal, unit, catalogue)),
    );
    return row && refused(reportId, row);
  }
}

/** The ledger and what is projected from it are committed together. */
function projected(reportId: string, row: LedgerRow): FoundReceipt {
  const recordedAt = row.recorded_at?.toISOString() ?? null;
  return {
    reportId,
    state: 'projected',
    position: positionText(Number(row.log_offset)),
    acceptedAt: row.received_at.toISOString(),
    recordedAt,
    projectedAt: recordedAt,
    refusedAt: null,
    ...(row.withdrawn_at === null
      ? {}
      : {
          withdrawal: {
            at: row.withdrawn_at.toISOString(),
            by: row.withdrawn_by ?? '',
            reason: row.withdrawn_reason ?? '',
          },
        }),
  };
}

function accepted(reportId: string, { position, time }: Recorded): FoundReceipt {
  return {
    ...NOTHING_YET,
    projectedAt: null,
    reportId,
    state: 'accepted',
    position: positionText(position),
    acceptedAt: time,
  };
}

function refused(reportId: string, { errors, refused_at }: RefusalRow): FoundReceipt {
  return {
    ...NOTHING_YET,
    projectedAt: null,
    reportId,
    state: 'refused',
    refusedAt: refused_at.toISOString(),
    refusals: errors,
  };
}
