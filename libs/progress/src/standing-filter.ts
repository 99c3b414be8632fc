import { type Catalogue, seesAll } from '#catalogue';
import type { Principal, Status } from '#contracts';
import { VERDICTS } from './model/verdict.js';

/** Which standings are asked for; every filter that is given holds. */
export interface StandingFilter {
  /** The years of a term: `2020-2025`. */
  readonly term?: string;
  readonly resolution?: string;
  readonly programme?: string;
  readonly sector?: string;
  readonly indicator?: string;
  /** One unit; with `level`, the units of that level in its subtree. */
  readonly unit?: string;
  readonly level?: string;
  readonly status?: Status;
}

/** A condition on `standing s`, built for what is asked: a filter that is absent costs nothing. */
export class Condition {
  readonly values: unknown[] = [];
  private readonly texts: string[] = [];
  private readonly listings: string[] = [];

  get text(): string {
    const { texts, listings } = this;
    const listed =
      listings.length === 0
        ? []
        : [`s.no IN (SELECT x.no FROM standing_subject x WHERE ${listings.join(' AND ')})`];
    return [...texts, ...listed].join(' AND ') || 'true';
  }

  isOneOf(column: string, values: readonly unknown[] | undefined): void {
    if (values) this.texts.push(`s.${column} = ANY (${this.parameter(values)})`);
  }

  /** What only the subject says: how it is listed in resolutions. */
  isListed(column: string, value: string | readonly string[] | undefined): void {
    if (value === undefined) return;
    const values = typeof value === 'string' ? [value] : value;
    this.listings.push(`x.${column} = ANY (${this.parameter(values)})`);
  }

  private parameter(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** Only what the principal sees; codes that nobody knows match nothing. */
export function conditionOf(
  catalogue: Catalogue,
  filter: StandingFilter,
  principal: Principal,
): Condition {
  const condition = new Condition();
  condition.isOneOf('indicator_no', indicatorsOf(catalogue, filter));
  condition.isOneOf('unit_no', unitsOf(catalogue, filter, principal));
  condition.isOneOf('verdict', verdictsOf(filter.status));
  condition.isListed('resolution', filter.resolution);
  condition.isListed('resolution', resolutionsOf(catalogue, filter.term));
  condition.isListed('programme', filter.programme);
  return condition;
}

function indicatorsOf({ indicators }: Catalogue, { indicator, sector }: StandingFilter) {
  if (indicator === undefined && sector === undefined) return undefined;
  return indicators
    .filter((one) => indicator === undefined || one.code === indicator)
    .filter((one) => sector === undefined || one.sector === sector)
    .map((one) => one.no);
}

/** The units asked for that the principal sees; undefined for all there are. */
function unitsOf(
  { units }: Catalogue,
  { unit, level }: StandingFilter,
  principal: Principal,
): number[] | undefined {
  if (unit === undefined && level === undefined && seesAll(principal)) return undefined;
  const roots = seesAll(principal) ? undefined : new Set(principal.units);
  const seen = roots && new Set([...roots].flatMap((id) => units.subtree(id).map(({ no }) => no)));
  return asked(units, unit, level)
    .filter((one) => level === undefined || one.level === level)
    .filter((one) => seen?.has(one.no) ?? true)
    .map((one) => one.no);
}

function asked(units: Catalogue['units'], unit: string | undefined, level: string | undefined) {
  if (unit === undefined) return units.all();
  const one = units.byId(unit);
  if (!one) return [];
  return level === undefined ? [one] : units.subtree(unit);
}

function resolutionsOf({ resolutions }: Catalogue, term: string | undefined) {
  if (term === undefined) return undefined;
  return resolutions.filter((one) => yearsOf(one.term) === term).map((one) => one.code);
}

function yearsOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from.slice(0, 4)}-${to.slice(0, 4)}`;
}

function verdictsOf(status: Status | undefined): number[] | undefined {
  if (status === undefined) return undefined;
  return VERDICTS.filter((verdict) => verdict.status === status).map((verdict) => verdict.no);
}
