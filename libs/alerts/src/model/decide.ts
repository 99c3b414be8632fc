import type { Alert, Status, TimelineEntry } from '#contracts';

/** Where a target stands in the eyes of one rule. */
export interface Judgement {
  readonly status: Status;
  /** The number of the assessed period; null without one. */
  readonly period: number | null;
  /** Null where missing data lets nothing be said. */
  readonly holds: boolean | null;
  readonly clears: boolean;
  /** In how many of the latest assessed periods in a row `when` holds, counted up to the rule's `for`. */
  readonly streak: number;
}

/** What is known of the open episode: its state, and the worst status and the latest period its timeline tells of. */
export interface OpenEpisode {
  readonly state: Alert['state'];
  readonly worst: Status | null;
  readonly period: number | null;
}

/** From best to worst; a target that is not assessed is neither. */
export const WORSENING: readonly Status[] = [
  'attained',
  'on-track',
  'at-risk',
  'off-track',
  'missed',
];

/**
 * What happens to the episode of one rule and target, or undefined for nothing. Missing data holds the
 * state: neither silence nor a withdrawn period resolves. Worsening is a new line, not a new alert.
 */
export function decide(
  wanted: { readonly for: number },
  now: Judgement,
  open: OpenEpisode | undefined,
): TimelineEntry['what'] | undefined {
  if (!open) return beginning(wanted, now);
  const isAsFar = !isBefore(now.period, open.period);
  if (open.state === 'pending') {
    if (now.holds === false) return isAsFar ? 'resolved' : undefined;
    return beginning(wanted, now) === 'raised' ? 'raised' : undefined;
  }
  if (now.clears && isAsFar) return 'resolved';
  return isWorse(now.status, open.worst) ? 'changed' : undefined;
}

function beginning(
  wanted: { readonly for: number },
  { holds, streak }: Judgement,
): 'pending' | 'raised' | undefined {
  if (holds !== true) return undefined;
  return streak >= wanted.for ? 'raised' : 'pending';
}

/** Whether data went away: the period assessed now lies before one that the episode knows. */
function isBefore(period: number | null, known: number | null): boolean {
  return known !== null && (period === null || period < known);
}

function isWorse(status: Status, than: Status | null): boolean {
  const rank = WORSENING.indexOf(status);
  return than !== null && rank > WORSENING.indexOf(than) && WORSENING.includes(than);
}
