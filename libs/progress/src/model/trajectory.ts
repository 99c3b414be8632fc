import { Exact, quotient } from './exact.js';
import type { Anchor, Plan } from './types.js';

/** The value of the last step at or before a place; undefined before the first. */
export function stepAt(steps: readonly Anchor[], position: number): Exact | undefined {
  return steps.findLast((step) => step.position <= position)?.value;
}

/**
 * The value on the straight line between two anchors, by elapsed reporting periods; rounded half-up to
 * 12 decimals.
 */
export function lineAt(from: Anchor, to: Anchor, position: number): Exact {
  if (to.position <= from.position) return to.value;
  const elapsed = new Exact(position - from.position);
  const whole = new Exact(to.position - from.position);
  return from.value.plus(quotient(to.value.minus(from.value).times(elapsed), whole));
}

/** A share of a whole: `T · n / N`, rounded half-up to 12 decimals. */
export function shareOf(whole: Exact, part: number, parts: number): Exact {
  return quotient(whole.times(part), new Exact(parts));
}

/** What a step trajectory or the share of a whole asks of a place. */
export function stepOrShare(
  plan: Plan,
  whole: Exact,
  position: number,
  part: number,
  parts: number,
): Exact {
  const step = plan.steps && stepAt(plan.steps, position);
  return step ?? shareOf(whole, part, parts);
}
