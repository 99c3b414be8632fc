import { isSafeNumber, parse } from 'lossless-json';
import { HttpProblem } from './http-problem.js';

const DEEPEST = 32;

/** A number that a float may not keep: more than 15 digits, or an exponent. False alarms only cost time. */
const UNSAFE_NUMBER = /[:[,\s]-?(?:\d[\d.]{15,}|[\d.]+[eE][+-]?\d+)/;

/** As it is, or with some of its letters escaped. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u/;

/**
 * Reads a JSON body. Numbers that a float cannot keep come as their text; the others as numbers. Throws
 * `body-malformed` for what is no JSON, is nested deeper than 32, or tampers with prototypes.
 */
export function parseJson(text: string): unknown {
  if (isDeeperThan(text, DEEPEST)) throw malformed(`nested deeper than ${DEEPEST}`);
  try {
    return UNSAFE_NUMBER.test(text) ? parse(text, refusePrototype, exactNumber) : plain(text);
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw malformed((error as Error).message);
  }
}

function plain(text: string): unknown {
  return MAY_NAME_PROTOTYPE.test(text) ? JSON.parse(text, refusePrototype) : JSON.parse(text);
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw malformed('a field may not be called __proto__');
  return value;
}

function exactNumber(text: string): unknown {
  return isSafeNumber(text) && !/[eE]/.test(text) ? Number(text) : text;
}

function malformed(why: string): HttpProblem {
  return new HttpProblem(400, 'body-malformed', `The body is not JSON that can be read: ${why}.`);
}

/** Counts brackets outside of strings; stops at the first that is too deep. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else depth += STEP.get(character) ?? 0;
    if (depth > limit) return true;
  }
  return false;
}

/** The place of the quote that ends the string which begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (character === QUOTE) return at;
  }
  return text.length;
}

const QUOTE = 34;
const BACKSLASH = 92;
/** How much deeper a bracket leads: [ ] { }. */
const STEP = new Map([
  [91, 1],
  [123, 1],
  [93, -1],
  [125, -1],
]);
