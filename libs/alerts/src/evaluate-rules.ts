import { type Catalogue, CurrentCatalogue, type Rule } from '#catalogue';
import {
  Clock,
  Correlation,
  Database,
  EventLog,
  type Join,
  Metrics,
  type Sql,
  traced,
} from '#platform';
import { Revisits } from '#progress';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AlertLog, type Told } from './alert-log.js';
import { causesOf } from './causes.js';
import { judgeGroup } from './judge-group.js';
import { ruleGroups } from './rule-groups.js';
import { SupersededAlerts } from './superseded-alerts.js';
import { transitionsOf } from './transitions-of.js';

const ALONE = `SELECT pg_advisory_xact_lock(hashtextextended('tiendo.evaluation', 0))`;

/** Open alerts are looked up by hash: sorting every judgement by its rule costs more than judging. */
const BY_HASH = `SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'`;

/** What an evaluation did: how many targets it looked at, once for each rule, and how many alerts it raised and resolved. */
export interface Evaluated {
  readonly evaluated: number;
  readonly raised: number;
  readonly resolved: number;
}

/** Evaluates rules now, all or those named by code: episodes begin, worsen and end. Twice has the effect of once. */
export class EvaluateRules extends Command<Evaluated> {
  constructor(readonly rules?: readonly string[]) {
    super();
  }
}

@CommandHandler(EvaluateRules)
export class EvaluateRulesHandler implements ICommandHandler<EvaluateRules> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
    private readonly revisits: Revisits,
    private readonly facts: EventLog,
    private readonly log: AlertLog,
    private readonly superseded: SupersededAlerts,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** One evaluation at a time, whichever process it runs in. */
  execute({ rules }: EvaluateRules): Promise<Evaluated> {
    return this.database.transaction(async (lock) => {
      await lock.query(ALONE);
      await lock.query(BY_HASH);
      const end = this.metrics.evaluationSeconds.startTimer();
      const evaluated = await traced('evaluate rules', {}, (join) =>
        this.evaluate(lock, rules, join),
      );
      end();
      return evaluated;
    });
  }

  private async evaluate(
    sql: Sql,
    codes: readonly string[] | undefined,
    join: Join,
  ): Promise<Evaluated> {
    const now = this.clock.now();
    await this.log.caughtUp();
    await this.revisits.revisit(now);
    const catalogue = await this.catalogues.load();
    const over = await this.superseded.find(catalogue, now);
    await this.tell(over);
    const rules = codes ? codes.flatMap((code) => catalogue.rule(code) ?? []) : catalogue.rules;
    const { evaluated, told } = await this.judge(sql, catalogue, rules, now, join);
    await this.tell(told);
    return { evaluated, raised: count(told, 'raised'), resolved: count(told, 'resolved') };
  }

  private async judge(
    sql: Sql,
    catalogue: Catalogue,
    rules: readonly Rule[],
    now: Date,
    join: Join,
  ) {
    const told: Told[] = [];
    let evaluated = 0;
    for (const group of ruleGroups(catalogue, rules, now)) {
      const judged = await judgeGroup(sql, catalogue, group);
      evaluated += judged.evaluated;
      const found = await transitionsOf(this.database, catalogue, judged.candidates, now);
      const offsets = found.map(({ offset }) => offset);
      const causes = await causesOf(this.facts, offsets, {
        correlationId: Correlation.current(),
      });
      for (const { alert, offset } of found) {
        const { correlationId, traceparent } = causes(offset);
        told.push({ alert, correlationId, traceparent: join(traceparent) });
      }
    }
    return { evaluated, told };
  }

  private async tell(told: readonly Told[]): Promise<void> {
    const isNew = await this.log.tell(told);
    told.forEach(({ alert }, index) => {
      const transition = alert.timeline.at(-1)?.what ?? '';
      if (isNew[index]) this.metrics.transitions.inc({ transition });
    });
  }
}

function count(told: readonly Told[], what: string): number {
  return told.filter(({ alert }) => alert.timeline.at(-1)?.what === what).length;
}
