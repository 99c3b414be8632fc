import { oneOf } from '../faults/random.js';

/** A body that is wrong in some way, and how it is announced. */
export interface Spoilt {
  readonly text: string;
  /** Empty for none. */
  readonly contentType: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const NUMBERS = [
  '1e999',
  '-1e-999',
  '123456789012345678901234567890.5',
  '-0',
  '0.1e1',
  '00',
  '.5',
  'NaN',
  '0x1',
];

const STRINGS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '𝒳'.repeat(50),
  'x'.repeat(20_000),
  '../../etc/passwd',
  "'; DROP TABLE report; --",
  '2024-13',
  '2024-02-30',
  '-1',
  '1,5',
  '9'.repeat(400),
  '__proto__',
  'Phường Bến Nghé',
];

const VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  [],
  {},
  [[]],
  [null],
  { a: { b: [1] } },
];

/** One or several ways of spoiling an example, chosen by chance. */
export function spoilt(example: unknown, random: () => number): Spoilt {
  const json = 'application/json';
  const way = random();
  if (way < 0.06) return { text: cut(JSON.stringify(example), random), contentType: json };
  if (way < 0.09) return { text: JSON.stringify(example), contentType: oneOf(random, WRONG_TYPES) };
  if (way < 0.13) return { text: nested(random), contentType: json };
  if (way < 0.2) return { text: JSON.stringify(valueOf(random)), contentType: json };
  if (way < 0.3) return { text: withNumber(example, random), contentType: json };
  let body = example as Json;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1)
    body = changed(body, random);
  return { text: JSON.stringify(body), contentType: json };
}

const WRONG_TYPES = ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', ''];

function cut(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return random() < 0.5
    ? text.slice(0, at)
    : text.slice(0, at) + oneOf(random, ['"', '}', '\u0001', ',,']) + text.slice(at);
}

function nested(random: () => number): string {
  const depth = 10 + Math.floor(random() * 5000);
  return oneOf(random, [
    '['.repeat(depth),
    '['.repeat(depth) + ']'.repeat(depth),
    '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
  ]);
}

/** A number that JSON, or a float, has trouble with, in the place of some value. */
function withNumber(example: unknown, random: () => number): string {
  const text = JSON.stringify(changed(example as Json, random, '@number'));
  return text.replaceAll('"@number"', () => oneOf(random, NUMBERS));
}

function valueOf(random: () => number): Json {
  return random() < 0.5 ? oneOf(random, STRINGS) : oneOf(random, VALUES);
}

/** The same with one value in it changed, taken away, or added. */
function changed(json: Json, random: () => number, to?: Json): Json {
  if (Array.isArray(json) && json.length > 0 && random() < 0.8) {
    const at = Math.floor(random() * json.length);
    return json.map((item: Json, index) => (index === at ? changed(item, random, to) : item));
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return changedIn(json as Readonly<Record<string, Json>>, random, to);
  }
  return to ?? valueOf(random);
}

function changedIn(
  json: Readonly<Record<string, Json>>,
  random: () => number,
  to: Json | undefined,
): Json {
  const names = Object.keys(json);
  const name = names.length > 0 ? oneOf(random, names) : 'nothing';
  const way = random();
  if (way < 0.15) return Object.fromEntries(Object.entries(json).filter(([one]) => one !== name));
  if (way < 0.3)
    return {
      ...json,
      [oneOf(random, ['unknown', '__proto__', 'constructor', ' '])]: valueOf(random),
    };
  return { ...json, [name]: changed(json[name] ?? null, random, to) };
}
