import type { ClearCondition, Condition, RuleDocument } from '#contracts';
import { compareDecimals } from './decimal-order.js';
import type { Report } from './terms.js';

/** A clearing condition is of the same sort as `when`, on its other side, and never holds together with it. */
export function findInClear({ when, clear }: RuleDocument, report: Report): void {
  if (!clear) return;
  if (!isSameSort(when, clear)) {
    const message = `The rule fires on ${sortOf(when)} and would clear on ${sortOf(clear)}.`;
    report('/clear', 'clear-of-another-sort', message);
  } else if (overlaps(when, clear)) {
    report('/clear', 'clear-overlaps-when', 'What clears a rule must not be what makes it fire.');
  }
}

function isSameSort(when: Condition, clear: ClearCondition): boolean {
  return sortOf(when) === sortOf(clear);
}

function sortOf(condition: Condition | ClearCondition): string {
  return Object.keys(condition)[0] ?? '';
}

function overlaps(when: Condition, clear: ClearCondition): boolean {
  if ('status' in when && 'status' in clear) {
    return when.status.some((status) => clear.status.includes(status));
  }
  if ('pace' in when && 'pace' in clear) {
    return compareDecimals(clear.pace.above, when.pace.below) < 0;
  }
  return 'value' in when && 'value' in clear && valuesOverlap(when.value, clear.value);
}

type Limits = { below?: string; above?: string };

function valuesOverlap(when: Limits, clear: Limits): boolean {
  if (when.below !== undefined && clear.above !== undefined) {
    return compareDecimals(clear.above, when.below) < 0;
  }
  if (when.above !== undefined && clear.below !== undefined) {
    return compareDecimals(clear.below, when.above) > 0;
  }
  return true;
}
