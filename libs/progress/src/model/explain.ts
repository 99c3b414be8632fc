import type { Explanation } from '#contracts';
import { assess } from './assess.js';
import { bandsOf } from './bands.js';
import { exact, written } from './exact.js';
import { nearestFlip } from './flip.js';
import { figureAt, spanStart } from './fold.js';
import { formulaOf } from './formula.js';
import { kindOf } from './kinds/kinds.js';
import { thresholdsOf } from './pace.js';
import type { Assessment, Day, Figures, Plan } from './types.js';

/** What the model knows of an explanation; the rest names who and when. */
export interface Explained extends Pick<
  Explanation,
  'method' | 'thresholds' | 'baseline' | 'formula' | 'facts' | 'nearestFlip'
> {
  readonly assessment: Assessment;
}

export const METHOD = { name: 'pace', version: '1' } as const;

/** Why a target has its status at a day: the inputs, the formula with its numbers, and the nearest flip. */
export function explain(plan: Plan, figures: Figures, at: Day): Explained {
  const assessment = assess(plan, figures, at);
  const { terms } = plan;
  const { onTrack, atRisk } = thresholdsOf(terms ?? {});
  return {
    assessment,
    method: METHOD,
    thresholds: { onTrack: written(onTrack), atRisk: written(atRisk) },
    baseline: baselineOf(plan),
    formula: formulaOf(assessment),
    facts: factsOf(plan, figures, at, assessment.periodIndex),
    nearestFlip: flipOf(plan, assessment),
  };
}

/** What the pace starts from: a baseline as documented, zero for what adds up; null for a limit. */
function baselineOf({ terms }: Plan): string | null {
  if (terms?.kind === 'reach') return terms.baseline?.value ?? null;
  return terms?.kind === 'total' || terms?.kind === 'annual' ? '0' : null;
}

/** The figures of the periods begun; those the actual rests on are counted. */
function factsOf(
  plan: Plan,
  figures: Figures,
  at: Day,
  index: number | null,
): Explanation['facts'] {
  const { span } = kindOf(plan).folding;
  const start = index === null ? Infinity : spanStart(span, plan, index);
  return plan.schedule.flatMap(({ period, firstDay }, place) => {
    const figure = figureAt(plan, figures, place);
    if (!figure || firstDay > at) return [];
    const { amount, denominator, due, reported } = figure;
    return {
      period,
      amount: written(amount),
      denominator: written(denominator),
      due,
      reported,
      counted: index !== null && start <= place && place <= index,
    };
  });
}

function flipOf(plan: Plan, assessment: Assessment): Explanation['nearestFlip'] {
  const { periodIndex, actual } = assessment;
  if (periodIndex === null || actual === null) return null;
  const flip = nearestFlip(bandsOf(plan, periodIndex), exact(actual), assessment);
  if (!flip) return null;
  const { status, reason } = flip.verdict;
  return {
    actual: written(flip.actual),
    change: written(flip.change),
    inclusive: flip.inclusive,
    status,
    ...(reason && { reason }),
  };
}
