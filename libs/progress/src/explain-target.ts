import { CurrentCatalogue, sees } from '#catalogue';
import type { Explanation, Principal } from '#contracts';
import { Clock, Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { assessSubjects } from './assess-subjects.js';
import { explain } from './model/explain.js';
import { itemOf, shownOf } from './progress-item.js';
import { followed } from './progress-state.js';
import { asOf, todayAt } from './today.js';

/** Why a target has the status it has, today or as if `asOf` were; undefined for what is not there or not seen. */
export class ExplainTarget extends Query<Explanation | undefined> {
  constructor(
    readonly targetId: string,
    readonly principal: Principal,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(ExplainTarget)
export class ExplainTargetHandler implements IQueryHandler<ExplainTarget> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute(query: ExplainTarget): Promise<Explanation | undefined> {
    const catalogue = await followed(this.catalogues, this.database);
    const target = catalogue.target(query.targetId);
    if (!target || !sees(query.principal, target.unit.id, catalogue)) return undefined;
    const { no: targetNo, indicator, unit, terms } = target;
    const today = query.asOf === undefined ? todayAt(this.clock.now()) : asOf(query.asOf);
    const subject = { no: 0, targetNo, indicatorNo: indicator.no, unitNo: unit.no };
    const [assessed] = await assessSubjects(this.database, catalogue, [subject], today);
    if (!assessed) return undefined;
    const at = today(catalogue.calendarOf(indicator));
    const { assessment: _, ...explained } = explain(assessed.plan, assessed.figures, at);
    const about = { indicator, unit, target };
    const item = itemOf(about, shownOf(catalogue, about, assessed, at), at);
    return { targetId: target.id, asOf: at, item, terms, ...explained };
  }
}
