import { problemsOf, SubmittedReport, type RefusalCode } from '#contracts';
import { z } from 'zod';
import { Refusals } from './model/refusals.js';
import type { Row } from './model/row.js';

/** The fields by themselves: how they go together is judged with everything else. */
const Fields = z.strictObject(SubmittedReport.shape).partial();
type Field = keyof typeof SubmittedReport.shape;

const CODES: Readonly<Partial<Record<Field, RefusalCode>>> = {
  indicator: 'unknown-indicator',
  unit: 'unknown-unit',
  period: 'period-malformed',
  value: 'value-malformed',
  numerator: 'value-malformed',
  denominator: 'value-malformed',
  done: 'value-malformed',
};

/** As many as the longest list of a report may have. */
const MOST_ITEMS = 200;

export interface ParsedRow extends Row {
  /** What is wrong with the form of the row; what is wrong with its content comes after it. */
  readonly refusals: Refusals;
}

/** Reads a row as far as it can be read; undefined when it is not a JSON object. */
export function parseRow(sent: unknown): ParsedRow | undefined {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return undefined;
  const row = bounded(sent as Record<string, unknown>);
  const parsed = Fields.safeParse(row);
  if (parsed.success) {
    return { fields: parsed.data, malformed: new Set(), refusals: new Refusals() };
  }
  return salvaged(row, parsed.error);
}

/** No more of a row than can be told about it: a schema has a word for every item, however many there are. */
function bounded(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = Object.keys(sent);
  const isShort = names.length <= MOST_ITEMS && !names.some((name) => isLong(sent[name]));
  if (isShort) return sent;
  const known = names.filter((name) => Object.hasOwn(SubmittedReport.shape, name));
  const kept = new Set([...known, ...names.slice(0, MOST_ITEMS)]);
  return Object.fromEntries(
    [...kept].map((name) => {
      const value = sent[name];
      return [name, isLong(value) ? value.slice(0, MOST_ITEMS + 1) : value];
    }),
  );
}

function isLong(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > MOST_ITEMS;
}

function salvaged(sent: Readonly<Record<string, unknown>>, error: z.ZodError): ParsedRow {
  const refusals = new Refusals();
  const malformed = new Set<string>();
  for (const { pointer, code } of problemsOf(error)) {
    const [field = '', ...inside] = pointer.slice(1).split('/');
    if (code === 'unknown-field') {
      refusals.add(pointer, 'unknown-field', { field });
      continue;
    }
    malformed.add(field);
    addMalformed(field as Field, inside.length > 0, pointer, code, sent[field], refusals);
  }
  const fields = Object.entries(SubmittedReport.shape)
    .filter(([name]) => Object.hasOwn(sent, name) && !malformed.has(name))
    .map(([name, schema]) => [name, schema.safeParse(sent[name]).data]);
  return { fields: Object.fromEntries(fields) as Row['fields'], malformed, refusals };
}

/** A text that cannot be a code names nothing that is known; everything else is not of its form. */
function addMalformed(
  field: Field,
  isInside: boolean,
  pointer: string,
  code: string,
  sent: unknown,
  refusals: Refusals,
): void {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
  const own = isInside ? undefined : CODES[field];
  const isText = typeof sent === 'string' || own === 'value-malformed';
  if (own !== undefined && (isText || own === 'period-malformed')) {
    refusals.add(pointer, own, { field, [field]: text }, field);
  } else if (code === 'value-malformed') {
    refusals.add(pointer, code, { field: 'value' });
  } else if (code === 'field-missing') {
    refusals.add(pointer, code, {}, pointer.split('/').at(-1));
  } else {
    refusals.add(pointer, 'field-malformed', { field }, field);
  }
}
