import type { Row } from './row.js';

const AS_SENT = [
  'indicator',
  'unit',
  'unitCode',
  'unitName',
  'period',
  'value',
  'numerator',
  'denominator',
  'done',
  'note',
] as const;

/**
 * What a sender said, written one way: equal for equal content, whatever the order of fields and parts,
 * `"1.0"` and 1, or no standing and `official`. The unit is as it was sent, an id or a code.
 */
export function canonicalContent({ fields }: Row): string {
  const { standing = 'official', evidence = [], breakdown = [] } = fields;
  const said = AS_SENT.map((name) => fields[name] ?? null);
  return JSON.stringify([...said, standing, evidence, breakdown.map(sortedPart).sort()]);
}

function sortedPart(part: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
