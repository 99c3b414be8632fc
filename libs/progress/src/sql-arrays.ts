/** Values that need no quotes inside an array's text: numbers, decimals, days, booleans, short codes, null. */
type Bare = number | string | boolean | null;

/** The text of an array parameter, many times cheaper to write than the driver's; never for free text. */
export function bareArray(values: readonly Bare[]): string {
  let text = '';
  for (const value of values) text += value === null ? ',NULL' : `,${value}`;
  return `{${text.slice(1)}}`;
}

/** One array per key of the rows, in the order of the keys. */
export function columnsOf<Row extends object>(
  rows: readonly Row[],
  keys: readonly (keyof Row)[],
): string[] {
  return keys.map((key) => bareArray(rows.map((row) => row[key] as Bare)));
}
