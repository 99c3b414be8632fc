import type { Principal, Problem } from '#contracts';
import type { Draft } from './draft.js';
import { findNotPermitted } from './permission.js';
import { ProblemList } from './problem-list.js';
import { COLLECTIONS } from './collection.js';
import { validateCalendars } from './validate-calendars.js';
import { validateChannels, type HostCheck } from './validate-channels.js';
import { validateIndicators } from './validate-indicators.js';
import { validateResolutions } from './validate-resolutions.js';
import { validateRules, type ScheduleReader } from './validate-rules.js';
import { validateTargets } from './validate-targets.js';
import { validateUnits } from './validate-units.js';

/** What validation asks of the world around it. */
export interface Surroundings extends ScheduleReader {
  readonly isAllowedHost: HostCheck;
  /** Whether a secret is the mask that readers see instead of one. */
  readonly isMask: (secret: string) => boolean;
}

/** Everything that is wrong with a draft, at once: first what the schemas found, then what shows between documents. */
export function validate(
  draft: Draft,
  by: Principal,
  surroundings: Surroundings,
): readonly Problem[] {
  const problems = new ProblemList(draft.proposal.problems);
  findNotPermitted(draft, by, problems);
  findRepeatedCodes(draft, problems);
  validateUnits(draft, problems);
  validateCalendars(draft, problems);
  validateIndicators(draft, problems);
  validateResolutions(draft, problems);
  validateTargets(draft, problems);
  validateChannels(draft, surroundings.isAllowedHost, surroundings.isMask, problems);
  validateRules(draft, surroundings, problems);
  return problems.all();
}

function findRepeatedCodes(draft: Draft, problems: ProblemList): void {
  for (const collection of COLLECTIONS) {
    const codes = new Set<string>();
    for (const { code, pointer } of draft.proposal.documents[collection]) {
      const field = collection === 'units' || collection === 'targets' ? 'id' : 'code';
      if (codes.has(code)) {
        problems.add(`${pointer}/${field}`, 'code-repeated', `${code} stands here a second time.`);
      }
      codes.add(code);
    }
  }
}
