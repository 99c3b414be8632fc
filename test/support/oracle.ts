import { Decimal } from 'decimal.js';
import { type Catalogue, type Indicator, periodNo, periodsIn, takeApart } from '#catalogue';
import { type AcceptedReport, FACTS, type WithdrawnReport } from '#contracts';
import type { Recorded } from '#platform';
import { assess, exact, type Figure, type Plan } from '#progress';

/** A second, slow and simple reckoning of progress from all facts at once; shares only `assess`. */
export interface Reckoning {
  readonly figures: ReadonlyMap<string, Reckoned>;
  readonly standings: ReadonlyMap<string, ReckonedStanding>;
}

export interface Reckoned {
  readonly amount: string;
  readonly denominator: string | null;
  readonly reported: number;
  readonly due: number;
  readonly estimates: number;
}

export interface ReckonedStanding {
  readonly period: number | null;
  readonly actual: string | null;
  readonly expected: string | null;
  readonly verdict: number;
  readonly tainted: boolean;
  readonly reported: number;
  readonly due: number;
  readonly estimates: number;
}

const Exact = Decimal.clone({ precision: 500, toExpNeg: -1000, toExpPos: 1000 });

export function reckon(catalogue: Catalogue, facts: readonly Recorded[], today: string): Reckoning {
  const figures = figuresFrom(catalogue, countedReports(facts));
  return { figures: written(figures), standings: standingsFrom(catalogue, figures, today) };
}

/** Per (indicator, unit, period): the last official that is not withdrawn, else the last such estimate. */
function countedReports(facts: readonly Recorded[]): AcceptedReport[] {
  const reports = new Map<string, AcceptedReport>();
  const withdrawn = new Set<string>();
  for (const fact of facts) {
    const { reportId } = fact.data as { reportId: string };
    if (fact.type === FACTS.reportWithdrawn) withdrawn.add((fact.data as WithdrawnReport).reportId);
    else if (!reports.has(reportId)) reports.set(reportId, fact.data as AcceptedReport);
  }
  const counted = new Map<string, AcceptedReport>();
  for (const report of reports.values()) {
    if (withdrawn.has(report.reportId)) continue;
    const key = keyOf(report.indicator, report.unit, report.period);
    const known = counted.get(key);
    if (report.standing === 'official' || known?.standing !== 'official') counted.set(key, report);
  }
  return [...counted.values()];
}

function figuresFrom(catalogue: Catalogue, reports: readonly AcceptedReport[]) {
  const cells = new Map<string, AcceptedReport[]>();
  const own = new Map<string, Figure>();
  for (const report of reports) {
    const indicator = catalogue.indicator(report.indicator) as Indicator;
    const unit = catalogue.units.byId(report.unit);
    const day = catalogue.calendarOf(indicator).lastDay(report.period);
    if (!unit || unit.level !== indicator.reportedBy) continue;
    const due = catalogue.units.validOn(unit, day) ? 1 : 0;
    const key = keyOf(report.indicator, report.unit, report.period);
    own.set(key, { ...ownFigure(report), due });
    if (indicator.acrossUnits === 'own' || due === 0) continue;
    for (const above of unitsAbove(catalogue, unit.parent, day)) {
      const cell = keyOf(report.indicator, above, report.period);
      cells.set(cell, [...(cells.get(cell) ?? []), report]);
    }
  }
  return new Map([...own, ...rolledUp(catalogue, cells)]);
}

function rolledUp(
  catalogue: Catalogue,
  cells: ReadonlyMap<string, readonly AcceptedReport[]>,
): [string, Figure][] {
  return [...cells].flatMap(([key, parts]) => {
    const rolled = rollUp(catalogue, key, parts);
    return rolled ? [[key, rolled] as [string, Figure]] : [];
  });
}

/** The units on the way up that are valid on the day. */
function unitsAbove(catalogue: Catalogue, parent: string | undefined, day: string): string[] {
  const unit = parent === undefined ? undefined : catalogue.units.byId(parent);
  if (!unit) return [];
  const here = catalogue.units.validOn(unit, day) ? [unit.id] : [];
  return [...here, ...unitsAbove(catalogue, unit.parent, day)];
}

function ownFigure(report: AcceptedReport): Omit<Figure, 'due'> {
  const value = report.done === undefined ? report.value : report.done ? '100' : '0';
  return {
    no: periodNo(report.period),
    amount: exact(report.numerator ?? value ?? '0'),
    denominator: report.denominator === undefined ? null : exact(report.denominator),
    reported: 1,
    estimates: report.standing === 'estimate' ? 1 : 0,
  };
}

function rollUp(
  catalogue: Catalogue,
  key: string,
  parts: readonly AcceptedReport[],
): Figure | undefined {
  const [code, unitId, period] = key.split('/') as [string, string, string];
  const indicator = catalogue.indicator(code) as Indicator;
  const day = catalogue.calendarOf(indicator).lastDay(period);
  const due = catalogue.units.dueUnits(unitId, indicator.reportedBy, day).length;
  const isRatio = indicator.acrossUnits === 'ratio';
  const valued = isRatio ? parts : parts.filter((part) => valueOf(indicator, part) !== null);
  if (valued.length === 0) return undefined;
  const values = valued.map((part) => valueOf(indicator, part) ?? new Exact(0));
  const sum = (all: readonly Decimal[]) => all.reduce((a, b) => a.plus(b), new Exact(0));
  const amount = {
    sum: () => sum(values),
    mean: () => sum(values),
    min: () => Exact.min(...values),
    max: () => Exact.max(...values),
    ratio: () => sum(valued.map((part) => new Exact(part.numerator ?? '0'))),
    own: () => new Exact(0),
  }[indicator.acrossUnits]();
  return {
    no: periodNo(period),
    amount: exact(amount.toFixed()),
    denominator: isRatio
      ? exact(sum(valued.map((part) => new Exact(part.denominator ?? '0'))).toFixed())
      : null,
    reported: valued.length,
    due,
    estimates: valued.filter((part) => part.standing === 'estimate').length,
  };
}

/** A report's value by itself; a ratio rounded half-up to 12 decimals from its exact quotient. */
function valueOf(indicator: Indicator, report: AcceptedReport): Decimal | null {
  if (report.denominator === undefined) return new Exact(ownFigure(report).amount.toFixed());
  const denominator = new Exact(report.denominator);
  if (denominator.isZero()) return null;
  const numerator = new Exact(report.numerator ?? '0').times(indicator.factor ?? '1');
  return numerator.div(denominator).toDecimalPlaces(12, Decimal.ROUND_HALF_UP);
}

function standingsFrom(
  catalogue: Catalogue,
  figures: ReadonlyMap<string, Figure>,
  today: string,
): Map<string, ReckonedStanding> {
  const standings = new Map<string, ReckonedStanding>();
  for (const target of catalogue.targets) {
    const { indicator, unit, window } = target;
    const plan = planFor(catalogue, indicator, window.from, window.to, target.terms);
    const own = ofPlace(figures, indicator.code, unit.id);
    standings.set(target.id, standingOf(plan, own, today));
  }
  return standings;
}

function standingOf(
  plan: Plan,
  figures: ReadonlyMap<number, Figure>,
  today: string,
): ReckonedStanding {
  const found = assess(plan, figures, today);
  const assessed = found.periodIndex === null ? undefined : plan.schedule[found.periodIndex];
  return {
    period: assessed?.no ?? null,
    actual: found.actual,
    expected: found.expected,
    verdict: found.verdict.no,
    tainted: found.tainted,
    ...((assessed && found.completeness) ?? { reported: 0, due: 0 }),
    estimates: found.carried?.estimates ?? 0,
  };
}

export function planFor(
  catalogue: Catalogue,
  indicator: Indicator,
  from: string,
  to: string,
  terms: Plan['terms'],
): Plan {
  const calendar = catalogue.calendarOf(indicator);
  return {
    terms,
    value: indicator.value,
    ...(indicator.factor === undefined ? {} : { factor: indicator.factor }),
    acrossUnits: indicator.acrossUnits,
    acrossTime: indicator.acrossTime,
    ...(indicator.bounds?.min === undefined ? {} : { boundsMin: indicator.bounds.min }),
    frequency: indicator.frequency,
    schedule: periodsIn(from, to, indicator.frequency).map((period) => ({
      period,
      no: periodNo(period),
      year: takeApart(period).year,
      firstDay: calendar.firstDay(period),
      lastDay: calendar.lastDay(period),
      deadline: calendar.deadline(period, indicator.reportedBy),
    })),
  };
}

function ofPlace(figures: ReadonlyMap<string, Figure>, indicator: string, unit: string) {
  const found = [...figures].filter(([key]) => key.startsWith(`${indicator}/${unit}/`));
  return new Map(found.map(([, figure]) => [figure.no, figure]));
}

function written(figures: ReadonlyMap<string, Figure>): Map<string, Reckoned> {
  return new Map(
    [...figures].map(([key, { amount, denominator, reported, due, estimates }]) => [
      key,
      {
        amount: amount.toFixed(),
        denominator: denominator?.toFixed() ?? null,
        reported,
        due,
        estimates,
      },
    ]),
  );
}

function keyOf(indicator: string, unit: string, period: string): string {
  return `${indicator}/${unit}/${period}`;
}
