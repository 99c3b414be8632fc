import type { IndicatorDocument } from '#contracts';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';
import type { Placed, TargetUnder } from './proposal.js';
import { hasSoundTerm } from './validate-resolutions.js';
import type { Report } from './terms.js';
import { findInTerms } from './validate-terms.js';

/**
 * Targets name what is there, and their terms agree with their indicator: those that were sent, and those
 * kept whose indicator was sent.
 */
export function validateTargets(draft: Draft, problems: ProblemList): void {
  for (const placed of draft.proposal.documents.targets) {
    findUnknown(placed, draft, problems);
    findTaken(placed, draft, problems);
    findWrongAllocation(placed, draft, problems);
    findIn(placed.body, draft, (path, code, message) =>
      problems.add(placed.pointer + path, code, message),
    );
  }
  if (draft.proposal.documents.indicators.length > 0) validateKept(draft, problems);
}

function validateKept(draft: Draft, problems: ProblemList): void {
  for (const [id, target] of draft.contents.targets) {
    if (draft.pointerTo('targets', id) !== undefined) continue;
    const place = draft.pointerTo('indicators', target.terms.indicator);
    if (place === undefined) continue;
    findIn(target, draft, (_, code, message) =>
      problems.add(place, code, `The target ${id} would no longer hold. ${message}`),
    );
  }
}

function findUnknown(placed: Placed<TargetUnder>, draft: Draft, problems: ProblemList): void {
  const { indicator, unit } = placed.body.terms;
  if (!draft.knows('indicators', indicator)) {
    const message = `The indicator ${indicator} is not known.`;
    problems.add(`${placed.pointer}/indicator`, 'unknown-indicator', message);
  }
  if (!draft.knows('units', unit)) {
    problems.add(`${placed.pointer}/unit`, 'unknown-unit', `The unit ${unit} is not known.`);
  }
}

/** An id names one target, whatever its resolution; it moves only when its old resolution is sent without it. */
function findTaken(placed: Placed<TargetUnder>, draft: Draft, problems: ProblemList): void {
  const before = draft.before.target(placed.code);
  if (!before || before.resolution === placed.body.resolution) return;
  if (draft.pointerTo('resolutions', before.resolution) !== undefined) return;
  const message = `The id ${placed.code} names a target of the resolution ${before.resolution}.`;
  problems.add(`${placed.pointer}/id`, 'id-taken', message);
}

function findWrongAllocation(
  placed: Placed<TargetUnder>,
  draft: Draft,
  problems: ProblemList,
): void {
  const { allocatedFrom, indicator, id } = placed.body.terms;
  if (allocatedFrom === undefined) return;
  const place = `${placed.pointer}/allocatedFrom`;
  const whole = draft.contents.targets.get(allocatedFrom);
  if (!draft.knows('targets', allocatedFrom) || allocatedFrom === id) {
    const message = `There is no other target ${allocatedFrom} to allocate from.`;
    problems.add(place, 'unknown-target', message);
  } else if (whole && whole.terms.indicator !== indicator) {
    const message = `The target ${allocatedFrom} is of the indicator ${whole.terms.indicator}.`;
    problems.add(place, 'allocation-of-another-indicator', message);
  }
}

function findIn({ resolution: code, terms }: TargetUnder, draft: Draft, report: Report): void {
  const indicator: IndicatorDocument | undefined = draft.contents.indicators.get(terms.indicator);
  const resolution = draft.contents.resolutions.get(code);
  const term = resolution && hasSoundTerm(resolution) ? resolution.term : undefined;
  if (indicator) findInTerms({ terms, indicator, term }, report);
}
