import { CurrentCatalogue, parsePeriod, periodNo, sees } from '#catalogue';
import type { IndicatorDocument, Principal, ReportHistoryItem } from '#contracts';
import { Database, positionIn, positionText } from '#platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { countedStatements } from './ledger/counted-statements.js';
import type { Cell } from './ledger/statement.js';

export interface HistoryPage {
  readonly items: readonly ReportHistoryItem[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

export const MOST_HISTORY = 1000;

/** Everything ever said about a cell, in log order: statements, corrections, withdrawals. Empty for a cell that the principal may not see. */
export class ReportHistory extends Query<HistoryPage> {
  constructor(
    readonly indicator: string,
    readonly unit: string,
    readonly period: string,
    readonly principal: Principal,
    readonly options: {
      readonly cursor?: string;
      /** 100 unless it says otherwise; at most 1,000. */
      readonly limit?: number;
    } = {},
  ) {
    super();
  }
}

const STATEMENTS = `
  SELECT report_id, official, amount, denominator, log_offset, received_at, sender, extra,
         withdrawn_at, withdrawn_by, withdrawn_reason
  FROM report
  WHERE period = $1 AND indicator_no = $2 AND unit_no = $3 AND log_offset > $4
  ORDER BY log_offset
  LIMIT $5`;

interface Row {
  readonly report_id: string;
  readonly official: boolean;
  readonly amount: string;
  readonly denominator: string | null;
  readonly log_offset: string;
  readonly received_at: Date;
  readonly sender: string;
  readonly extra: Pick<ReportHistoryItem, 'note' | 'evidence' | 'breakdown'> | null;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: string | null;
  readonly withdrawn_reason: string | null;
}

const NOTHING: HistoryPage = { items: [], next: null };

@QueryHandler(ReportHistory)
export class ReportHistoryHandler implements IQueryHandler<ReportHistory> {
  constructor(
    private readonly current: CurrentCatalogue,
    private readonly database: Database,
  ) {}

  async execute(query: ReportHistory): Promise<HistoryPage> {
    const catalogue = this.current.get();
    const indicator = catalogue.indicator(query.indicator);
    const unit = catalogue.units.byId(query.unit);
    if (!indicator || !unit || !parsePeriod(query.period)) return NOTHING;
    if (!sees(query.principal, unit.id, catalogue)) return NOTHING;
    const period = periodNo(query.period);
    const cell = { indicatorNo: indicator.no, unitNo: unit.no, period };
    return this.page(cell, query, indicator);
  }

  private async page(
    cell: Cell,
    { options, indicator, unit, period }: ReportHistory,
    terms: IndicatorDocument,
  ): Promise<HistoryPage> {
    const limit = Math.min(Math.max(options.limit ?? 100, 1), MOST_HISTORY);
    const after = positionIn(options.cursor ?? '') ?? -1;
    const values = [cell.period, cell.indicatorNo, cell.unitNo, after, limit + 1];
    const [{ rows }, [counted]] = await Promise.all([
      this.database.query<Row>(STATEMENTS, values),
      countedStatements(this.database, [cell]),
    ]);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => ({
        ...itemOf(row, terms),
        indicator,
        unit,
        period,
        counted: row.report_id === counted?.reportId,
      })),
      next: last ? positionText(Number(last.log_offset)) : null,
    };
  }
}

type Item = Omit<ReportHistoryItem, 'indicator' | 'unit' | 'period' | 'counted'>;

function itemOf(row: Row, terms: IndicatorDocument): Item {
  return {
    reportId: row.report_id,
    ...amountOf(row, terms),
    standing: row.official ? 'official' : 'estimate',
    ...row.extra,
    sender: row.sender,
    receivedAt: row.received_at.toISOString(),
    position: positionText(Number(row.log_offset)),
    ...withdrawalOf(row),
  };
}

function amountOf({ amount, denominator }: Row, { value }: IndicatorDocument): Partial<Item> {
  if (denominator !== null) return { numerator: amount, denominator };
  return value === 'done' ? { done: amount === '100' } : { value: amount };
}

function withdrawalOf(row: Row): Pick<Item, 'withdrawal'> {
  const { withdrawn_at: at, withdrawn_by: by, withdrawn_reason: reason } = row;
  return at === null
    ? {}
    : { withdrawal: { at: at.toISOString(), by: by ?? '', reason: reason ?? '' } };
}
