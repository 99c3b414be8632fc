import type {
  CalendarDocument,
  ChannelDocument,
  IndicatorDocument,
  ResolutionDocument,
  RuleDocument,
  TargetDocument,
} from '#contracts';
import type { Unit, UnitTree } from '#units';
import { Calendar, CIVIL } from './calendar.js';
import type { Period } from './period.js';
import { inScope, type RuleScope } from './scope.js';
import { windowOf } from './window.js';

export interface Indicator extends IndicatorDocument {
  readonly no: number;
}

/** A resolution without its targets, which are documents of their own. */
export interface Resolution extends Omit<ResolutionDocument, 'targets'> {
  readonly no: number;
}

export interface Rule extends RuleDocument {
  readonly no: number;
}

/** What must be reached, with everything its document only names. */
export interface Target {
  readonly no: number;
  readonly id: string;
  readonly resolution: string;
  /** The programme under which the resolution lists the indicator. */
  readonly programme?: string;
  readonly sector: string;
  readonly indicator: Indicator;
  readonly unit: Unit;
  readonly terms: TargetDocument;
  /** In periods of the indicator's frequency; the resolution's term unless the document says otherwise. */
  readonly window: { readonly from: Period; readonly to: Period };
}

/** A target's document with its number and the code of its resolution. */
export interface TargetTerms {
  readonly no: number;
  readonly resolution: string;
  readonly terms: TargetDocument;
}

/** All documents of one version. References between them hold: they were validated before they were kept. */
export interface Documents {
  readonly version: number;
  readonly units: UnitTree;
  readonly calendars: readonly CalendarDocument[];
  readonly indicators: readonly Indicator[];
  readonly resolutions: readonly Resolution[];
  readonly targets: readonly TargetTerms[];
  readonly rules: readonly Rule[];
  readonly channels: readonly ChannelDocument[];
}

/** The reference data of one version: immutable, whole, in memory. */
export class Catalogue {
  readonly version: number;
  readonly units: UnitTree;
  readonly indicators: readonly Indicator[];
  readonly resolutions: readonly Resolution[];
  readonly targets: readonly Target[];
  readonly targetsById: ReadonlyMap<string, Target>;
  readonly rules: readonly Rule[];
  readonly channels: readonly ChannelDocument[];
  /** Without the built-in civil calendar, unless a document replaces it. */
  readonly calendarDocuments: readonly CalendarDocument[];
  private readonly calendars: ReadonlyMap<string, Calendar>;
  private readonly indicatorsByCode: ReadonlyMap<string, Indicator>;
  private readonly indicatorsByNo: ReadonlyMap<number, Indicator>;
  private readonly resolutionsByCode: ReadonlyMap<string, Resolution>;
  private readonly rulesByCode: ReadonlyMap<string, Rule>;
  private readonly channelsByCode: ReadonlyMap<string, ChannelDocument>;
  private readonly targetsByNo: ReadonlyMap<number, Target>;
  private readonly targetsByPlace: ReadonlyMap<number, ReadonlyMap<number, readonly Target[]>>;

  /** Targets that `before` resolved from the same documents are taken from there. */
  constructor(documents: Documents, before?: Catalogue) {
    this.version = documents.version;
    this.units = documents.units;
    this.indicators = documents.indicators;
    this.resolutions = documents.resolutions;
    this.rules = documents.rules;
    this.channels = documents.channels;
    this.calendarDocuments = documents.calendars;
    this.calendars = calendarsOf(documents.calendars);
    this.indicatorsByCode = by(documents.indicators, (indicator) => indicator.code);
    this.indicatorsByNo = by(documents.indicators, (indicator) => indicator.no);
    this.resolutionsByCode = by(documents.resolutions, (resolution) => resolution.code);
    this.rulesByCode = by(documents.rules, (rule) => rule.code);
    this.channelsByCode = by(documents.channels, (channel) => channel.code);
    this.targets = this.resolve(documents.targets, before);
    this.targetsById = by(this.targets, (target) => target.id);
    this.targetsByNo = by(this.targets, (target) => target.no);
    this.targetsByPlace = byPlace(this.targets);
  }

  indicator(code: string): Indicator | undefined {
    return this.indicatorsByCode.get(code);
  }

  indicatorByNo(no: number): Indicator | undefined {
    return this.indicatorsByNo.get(no);
  }

  resolution(code: string): Resolution | undefined {
    return this.resolutionsByCode.get(code);
  }

  target(id: string): Target | undefined {
    return this.targetsById.get(id);
  }

  targetByNo(no: number): Target | undefined {
    return this.targetsByNo.get(no);
  }

  /** The targets set for one indicator and one unit, of whatever resolution. */
  targetsOf(indicatorNo: number, unitNo: number): readonly Target[] {
    return this.targetsByPlace.get(indicatorNo)?.get(unitNo) ?? [];
  }

  rule(code: string): Rule | undefined {
    return this.rulesByCode.get(code);
  }

  channel(code: string): ChannelDocument | undefined {
    return this.channelsByCode.get(code);
  }

  /** Throws when there is no such calendar: an indicator never names one that is not there. */
  calendar(code: string): Calendar {
    return known(this.calendars.get(code), 'calendar', code);
  }

  calendarOf(indicator: IndicatorDocument): Calendar {
    return this.calendar(indicator.calendar);
  }

  /** The targets that a rule with this scope watches. */
  *targetsInScope(scope: RuleScope): IterableIterator<Target> {
    const watches = inScope(scope, this.units);
    for (const target of this.targets) if (watches(target)) yield target;
  }

  private resolve(targets: readonly TargetTerms[], before?: Catalogue): readonly Target[] {
    const programmes = new Map(this.resolutions.map((r) => [r.code, programmesOf(r)]));
    return targets.map(({ no, resolution: code, terms }) => {
      const resolution = known(this.resolution(code), 'resolution', code);
      const indicator = known(this.indicator(terms.indicator), 'indicator', terms.indicator);
      const unit = known(this.units.byId(terms.unit), 'unit', terms.unit);
      const was = before?.targetByNo(no);
      const isSame = was?.terms === terms && was.indicator === indicator && was.unit === unit;
      if (isSame && before?.resolution(code) === resolution) return was;
      return {
        no,
        id: terms.id,
        resolution: code,
        programme: programmes.get(code)?.get(indicator.code),
        sector: indicator.sector,
        indicator,
        unit,
        terms,
        window: windowOf(terms, resolution.term, indicator.frequency),
      };
    });
  }
}

/** Nothing yet: what a new installation starts from. */
export const emptyDocuments = (units: UnitTree): Documents => ({
  version: 0,
  units,
  calendars: [],
  indicators: [],
  resolutions: [],
  targets: [],
  rules: [],
  channels: [],
});

function calendarsOf(documents: readonly CalendarDocument[]): ReadonlyMap<string, Calendar> {
  return by(
    [CIVIL, ...documents].map((document) => new Calendar(document)),
    (made) => made.code,
  );
}

function programmesOf(resolution: Resolution): ReadonlyMap<string, string | undefined> {
  return new Map(resolution.items.map((item) => [item.indicator, item.programme]));
}

function byPlace(targets: readonly Target[]): Map<number, Map<number, Target[]>> {
  const places = new Map<number, Map<number, Target[]>>();
  for (const target of targets) {
    const units = places.get(target.indicator.no) ?? new Map<number, Target[]>();
    const there = units.get(target.unit.no) ?? [];
    places.set(target.indicator.no, units.set(target.unit.no, there));
    there.push(target);
  }
  return places;
}

function by<Key, Item>(items: readonly Item[], key: (item: Item) => Key): Map<Key, Item> {
  return new Map(items.map((item) => [key(item), item]));
}

function known<Found>(found: Found | undefined, what: string, code: string): Found {
  if (found === undefined) throw new Error(`The catalogue has no ${what} ${code}.`);
  return found;
}
