import type { LimitTerms } from '#contracts';
import type { Assessment } from './types.js';

/** How the verdict was reached, in symbols and with its numbers: `p = (a - b) / (E - b) = (80 - 60) / (84 - 60) = 0.8333`. */
export function formulaOf(assessment: Assessment): string {
  const { actual, limit, paceOne, closed } = assessment;
  if (actual === null) return '';
  if (limit !== null && (closed || assessment.verdict.breached)) return limitFormula(limit, actual);
  if (paceOne !== null) return paceFormula(assessment, actual, paceOne);
  const { expected } = assessment;
  if (limit === null || expected === null) return limit ? limitFormula(limit, actual) : '';
  return limitFormula(towards(limit, expected), actual);
}

function paceFormula({ paceZero, pace }: Assessment, actual: string, one: string): string {
  const result = pace === null ? '' : ` = ${pace}`;
  if (paceZero === null) return `p = E / a = ${one} / ${inBrackets(actual)}${result}`;
  if (paceZero === '0') return `p = a / E = ${actual} / ${inBrackets(one)}${result}`;
  const zero = inBrackets(paceZero);
  return `p = (a - b) / (E - b) = (${actual} - ${zero}) / (${one} - ${zero})${result}`;
}

function limitFormula({ min, max, strict }: LimitTerms, actual: string): string {
  const equal = strict ? '' : '=';
  const parts = [
    ...(min === undefined ? [] : [`a >${equal} ${min}`]),
    ...(max === undefined ? [] : [`a <${equal} ${max}`]),
  ];
  return `${parts.join(', ')}; a = ${actual}`;
}

/** What is expected now, on the side of the limit; only the limit itself may be strict. */
function towards({ min, max, strict }: LimitTerms, expected: string): LimitTerms {
  if (min !== undefined && max !== undefined) return { min, max, strict };
  return min === undefined
    ? { max: expected, strict: strict && expected === max }
    : { min: expected, strict: strict && expected === min };
}

function inBrackets(value: string): string {
  return value.startsWith('-') ? `(${value})` : value;
}
