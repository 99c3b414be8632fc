/** Where a target stands; see docs/words.md. */
export const STATUSES = [
  'attained',
  'on-track',
  'at-risk',
  'off-track',
  'missed',
  'not-assessed',
] as const;
export type Status = (typeof STATUSES)[number];

/** Why a status is what it is, where the status alone does not say. */
export const REASONS = [
  'no-report',
  'not-due',
  'no-baseline',
  'no-denominator',
  'no-target',
  'incomplete',
  'near-limit',
  'breached-before',
  'limit-breached',
  'earlier-year-missed',
] as const;
export type Reason = (typeof REASONS)[number];
