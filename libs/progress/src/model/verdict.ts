import type { Reason, Status } from '#contracts';

/** A status with its reason, under the number by which tables keep the pair. */
export interface Verdict {
  /** Stable: numbers are added, never changed. The tens are the status: 1 attained … 6 not assessed. */
  readonly no: number;
  readonly status: Status;
  readonly reason?: Reason;
  /** The assessed period itself breaks its floor or ceiling. */
  readonly breached: boolean;
}

export const ATTAINED = 10;
export const ON_TRACK = 20;
export const ON_TRACK_EARLIER_YEAR_MISSED = 21;
export const AT_RISK = 30;
export const NEAR_LIMIT = 31;
export const BREACHED_BEFORE = 32;
export const AT_RISK_EARLIER_YEAR_MISSED = 33;
export const OFF_TRACK = 40;
export const LIMIT_BREACHED = 41;
export const OFF_TRACK_EARLIER_YEAR_MISSED = 42;
export const MISSED = 50;
export const MISSED_LIMIT_BREACHED = 51;
export const MISSED_BREACHED_BEFORE = 52;
export const MISSED_EARLIER_YEAR_MISSED = 53;
export const NO_REPORT = 61;
export const NOT_DUE = 62;
export const NO_BASELINE = 63;
export const NO_DENOMINATOR = 64;
export const NO_TARGET = 65;
export const INCOMPLETE = 66;

/** Every verdict there is, by number. */
export const VERDICTS: readonly Verdict[] = [
  verdict(ATTAINED, 'attained'),
  verdict(ON_TRACK, 'on-track'),
  verdict(ON_TRACK_EARLIER_YEAR_MISSED, 'on-track', 'earlier-year-missed'),
  verdict(AT_RISK, 'at-risk'),
  verdict(NEAR_LIMIT, 'at-risk', 'near-limit'),
  verdict(BREACHED_BEFORE, 'at-risk', 'breached-before'),
  verdict(AT_RISK_EARLIER_YEAR_MISSED, 'at-risk', 'earlier-year-missed'),
  verdict(OFF_TRACK, 'off-track'),
  breach(LIMIT_BREACHED, 'off-track'),
  verdict(OFF_TRACK_EARLIER_YEAR_MISSED, 'off-track', 'earlier-year-missed'),
  verdict(MISSED, 'missed'),
  breach(MISSED_LIMIT_BREACHED, 'missed'),
  verdict(MISSED_BREACHED_BEFORE, 'missed', 'breached-before'),
  verdict(MISSED_EARLIER_YEAR_MISSED, 'missed', 'earlier-year-missed'),
  verdict(NO_REPORT, 'not-assessed', 'no-report'),
  verdict(NOT_DUE, 'not-assessed', 'not-due'),
  verdict(NO_BASELINE, 'not-assessed', 'no-baseline'),
  verdict(NO_DENOMINATOR, 'not-assessed', 'no-denominator'),
  verdict(NO_TARGET, 'not-assessed', 'no-target'),
  verdict(INCOMPLETE, 'not-assessed', 'incomplete'),
];

const byNo = new Map(VERDICTS.map((found) => [found.no, found]));

/** The verdict of a number; throws a RangeError for a number that is none. */
export function verdictOf(no: number): Verdict {
  const found = byNo.get(no);
  if (!found) throw new RangeError(`${no} is not the number of a verdict.`);
  return found;
}

/** Attained or on track: what a breached limit and a lacking unit rule out. */
export function isGreen(no: number): boolean {
  return no < AT_RISK;
}

function verdict(no: number, status: Status, reason?: Reason): Verdict {
  return { no, status, ...(reason && { reason }), breached: false };
}

function breach(no: number, status: Status): Verdict {
  return { no, status, breached: true };
}
