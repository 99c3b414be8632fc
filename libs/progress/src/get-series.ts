import {
  type Catalogue,
  comparePeriods,
  CurrentCatalogue,
  firstWithin,
  type Indicator,
  isMadeOf,
  lastWithin,
  parsePeriod,
  type Period,
  periodNo,
  periodOf,
  periodsIn,
  sees,
} from '#catalogue';
import type { Principal, SeriesPoint } from '#contracts';
import { Clock, Database } from '#platform';
import type { Unit } from '#units';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { everReported, figuresOf, type StoredFigure } from './figures.js';
import { written } from './model/exact.js';
import { valueReader } from './model/fold.js';
import { type NotAnswered, notAnswered } from './not-answered.js';
import { followed } from './progress-state.js';
import { todayAt } from './today.js';

const MOST_POINTS = 1200;

export interface Series {
  readonly items: readonly SeriesPoint[];
}

/**
 * The values of an indicator for a unit, period by period, as reported then; from the first report to the
 * running period unless it says otherwise. Undefined for what is not there or not seen.
 */
export class GetSeries extends Query<Series | NotAnswered | undefined> {
  constructor(
    readonly indicator: string,
    readonly unit: string,
    readonly principal: Principal,
    readonly options: {
      readonly from?: string;
      readonly to?: string;
      /** Restated to the units of a day: refused, for now. */
      readonly restatedTo?: string;
    } = {},
  ) {
    super();
  }
}

@QueryHandler(GetSeries)
export class GetSeriesHandler implements IQueryHandler<GetSeries> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute(query: GetSeries): Promise<Series | NotAnswered | undefined> {
    const { from, to, restatedTo } = query.options;
    if (restatedTo !== undefined) {
      const message = 'Series are not restated to the units of another day yet.';
      return notAnswered('parameter-not-supported', 'restatedTo', message);
    }
    const catalogue = await followed(this.catalogues, this.database);
    const indicator = catalogue.indicator(query.indicator);
    const unit = catalogue.units.byId(query.unit);
    if (!indicator || !unit || !sees(query.principal, unit.id, catalogue)) return undefined;
    const malformed = (
      [
        ['from', from],
        ['to', to],
      ] as const
    ).find(([, period]) => period !== undefined && !canName(period, indicator));
    if (malformed) {
      const message = `${malformed[1]} names no periods of the frequency ${indicator.frequency}.`;
      return notAnswered('parameter-malformed', malformed[0], message);
    }
    return { items: await this.points(catalogue, indicator, unit, from, to) };
  }

  private async points(
    catalogue: Catalogue,
    indicator: Indicator,
    unit: Unit,
    from: Period | undefined,
    to: Period | undefined,
  ): Promise<SeriesPoint[]> {
    const place = { indicatorNo: indicator.no, unitNo: unit.no };
    const reported = await everReported(this.database);
    const figures = (await figuresOf(this.database, [place], reported)).of(place);
    const calendar = catalogue.calendarOf(indicator);
    const running = calendar.periodAt(todayAt(this.clock.now())(calendar), indicator.frequency);
    const first = from ? firstWithin(from, indicator.frequency) : firstOf(figures, running);
    const last = to ? lastWithin(to, indicator.frequency) : running;
    if (comparePeriods(first, last) > 0) return [];
    const periods = periodsIn(first, last, indicator.frequency).slice(-MOST_POINTS);
    return periods.map((period) => pointOf(catalogue, indicator, unit, period, figures));
  }
}

function canName(text: string, { frequency }: Indicator): boolean {
  const period = parsePeriod(text);
  return period !== undefined && isMadeOf(period.frequency, frequency);
}

function firstOf(figures: ReadonlyMap<number, StoredFigure>, running: Period): Period {
  const first = Math.min(...figures.keys());
  return Number.isFinite(first) ? periodOf(first) : running;
}

function pointOf(
  catalogue: Catalogue,
  indicator: Indicator,
  unit: Unit,
  period: Period,
  figures: ReadonlyMap<number, StoredFigure>,
): SeriesPoint {
  const figure = figures.get(periodNo(period));
  if (!figure) {
    const day = catalogue.calendarOf(indicator).lastDay(period);
    const due = catalogue.units.dueCount(unit.no, indicator.reportedBy, day);
    const completeness = { due, reported: 0 };
    return { period, value: null, standing: null, reason: 'no-report', completeness };
  }
  const value = written(valueReader(indicator)(figure));
  return {
    period,
    value,
    standing: figure.estimates > 0 ? 'estimate' : 'official',
    ...(value === null && { reason: 'no-denominator' }),
    completeness: { due: figure.due, reported: figure.reported },
  };
}
