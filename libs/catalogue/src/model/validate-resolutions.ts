import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';
import type { Placed, ResolutionHead } from './proposal.js';

/** A unit that is there, a term that has days, programmes and items that agree. */
export function validateResolutions(draft: Draft, problems: ProblemList): void {
  for (const placed of draft.proposal.documents.resolutions) {
    const { body: resolution, pointer } = placed;
    if (!draft.knows('units', resolution.unit)) {
      const message = `The unit ${resolution.unit} is not known.`;
      problems.add(`${pointer}/unit`, 'unknown-unit', message);
    }
    if (!hasSoundTerm(resolution)) {
      const message = 'A term ends on or after the day it begins on, in the years 1900 to 2199.';
      problems.add(`${pointer}/term`, 'term-empty', message);
    }
    findRepeatedProgrammes(placed, problems);
    findUnknownItems(placed, draft, problems);
  }
}

/** Whether a term has days, in years that periods can name. */
export function hasSoundTerm({ term }: ResolutionHead): boolean {
  return term.from <= term.to && term.from >= '1900-01-01' && term.to <= '2199-12-31';
}

function findRepeatedProgrammes(placed: Placed<ResolutionHead>, problems: ProblemList): void {
  const codes = new Set<string>();
  placed.body.programmes.forEach(({ code }, index) => {
    if (codes.has(code)) {
      const message = `The programme ${code} stands twice in the resolution ${placed.code}.`;
      problems.add(`${placed.pointer}/programmes/${index}/code`, 'code-repeated', message);
    }
    codes.add(code);
  });
}

function findUnknownItems(
  { body: resolution, pointer }: Placed<ResolutionHead>,
  draft: Draft,
  problems: ProblemList,
): void {
  const programmes = new Set(resolution.programmes.map((programme) => programme.code));
  const indicators = new Set<string>();
  resolution.items.forEach((item, index) => {
    const place = `${pointer}/items/${index}`;
    if (!draft.knows('indicators', item.indicator)) {
      const message = `The indicator ${item.indicator} is not known.`;
      problems.add(`${place}/indicator`, 'unknown-indicator', message);
    } else if (indicators.has(item.indicator)) {
      const message = `The indicator ${item.indicator} stands twice in the resolution ${resolution.code}.`;
      problems.add(`${place}/indicator`, 'indicator-repeated', message);
    }
    indicators.add(item.indicator);
    if (item.programme !== undefined && !programmes.has(item.programme)) {
      const message = `The resolution ${resolution.code} has no programme ${item.programme}.`;
      problems.add(`${place}/programme`, 'unknown-programme', message);
    }
  });
}
