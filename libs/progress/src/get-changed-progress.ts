import { type Catalogue, CurrentCatalogue, seesAll } from '#catalogue';
import { type AcceptedReport, FACTS, type Principal, type ProgressItem, TOPICS } from '#contracts';
import { Clock, Database, EventLog, type Recorded } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { itemsOf } from './items-of.js';
import { followed } from './progress-state.js';
import { standingsAt } from './stored-standing.js';
import { todayAt } from './today.js';

/** A target's item as it is now, and the position of the last fact asked about that concerns it. */
export interface ChangedProgress {
  readonly position: number;
  readonly item: ProgressItem;
}

/**
 * The targets that facts of the reports' topic concern, from one position to before another, with where they
 * stand now; those that the principal sees, in the order of the facts.
 */
export class GetChangedProgress extends Query<readonly ChangedProgress[]> {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(GetChangedProgress)
export class GetChangedProgressHandler implements IQueryHandler<GetChangedProgress> {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute({ from, to, principal }: GetChangedProgress): Promise<readonly ChangedProgress[]> {
    const facts = await this.log.between(TOPICS.reports, from, to);
    const catalogue = await followed(this.catalogues, this.database);
    const seen = seenBy(catalogue, principal);
    const places = new Map<string, Touched>();
    for (const fact of facts) {
      const report = await this.reportOf(fact);
      for (const place of report ? placesOf(catalogue, report) : []) {
        if (!seen(place.unitNo)) continue;
        places.set(keyOf(place), { ...place, position: fact.position });
      }
    }
    return places.size === 0 ? [] : this.items(catalogue, places);
  }

  private async items(
    catalogue: Catalogue,
    places: ReadonlyMap<string, Touched>,
  ): Promise<ChangedProgress[]> {
    const touched = [...places.values()];
    const rows = await standingsAt(
      this.database,
      touched.map((place) => place.indicatorNo),
      touched.map((place) => place.unitNo),
    );
    const targets = rows.filter(({ targetNo }) => targetNo !== null);
    const items = await itemsOf(this.database, catalogue, targets, todayAt(this.clock.now()));
    const touchedBy = new Map(
      targets.map((row) => [catalogue.targetByNo(row.targetNo ?? 0)?.id, places.get(keyOf(row))]),
    );
    return items
      .map((item) => ({ item, position: touchedBy.get(item.targetId ?? '')?.position ?? 0 }))
      .sort((a, b) => a.position - b.position);
  }

  /** What a withdrawal is about is said by the report it takes back. */
  private async reportOf(fact: Recorded): Promise<AcceptedReport | undefined> {
    if (fact.type === FACTS.reportAccepted) return fact.data as AcceptedReport;
    if (fact.type !== FACTS.reportWithdrawn) return undefined;
    const { reportId } = fact.data as { reportId: string };
    return (await this.log.find(TOPICS.reports, reportId))?.data as AcceptedReport | undefined;
  }
}

interface Place {
  readonly indicatorNo: number;
  readonly unitNo: number;
}

interface Touched extends Place {
  readonly position: number;
}

/** The unit that reported, and all above it on the period's last day. */
function placesOf(catalogue: Catalogue, report: AcceptedReport): Place[] {
  const indicator = catalogue.indicator(report.indicator);
  const unit = catalogue.units.byId(report.unit);
  if (!indicator || !unit) return [];
  const day = catalogue.calendarOf(indicator).lastDay(report.period);
  const above = indicator.acrossUnits === 'own' ? [] : catalogue.units.ancestors(unit.no, day);
  return [unit.no, ...above].map((unitNo) => ({ indicatorNo: indicator.no, unitNo }));
}

function seenBy({ units }: Catalogue, principal: Principal): (unitNo: number) => boolean {
  if (seesAll(principal)) return () => true;
  const seen = new Set(principal.units.flatMap((id) => units.subtree(id).map(({ no }) => no)));
  return (unitNo) => seen.has(unitNo);
}

function keyOf({ indicatorNo, unitNo }: Place): string {
  return `${indicatorNo}/${unitNo}`;
}
