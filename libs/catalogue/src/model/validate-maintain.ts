import { compareDecimals } from './decimal-order.js';
import type { Report, TermsOf } from './terms.js';
import { findInRange } from './validate-limits.js';

/** A limit that can be met, and that is one for all periods. */
export function findInMaintain({ terms }: TermsOf<'maintain'>, report: Report): void {
  findInRange(terms, '', report);
  if (terms.margin !== undefined && compareDecimals(terms.margin, '0') < 0) {
    report('/margin', 'margin-negative', 'A margin is zero or above.');
  }
  if (terms.trajectory?.kind === 'step') {
    report(
      '/trajectory',
      'trajectory-not-used',
      'A target of the kind maintain has one limit for all periods.',
    );
  }
}
