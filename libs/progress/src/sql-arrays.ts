import { bareArray } from '#platform';

/** One array per key of the rows, in the order of the keys; never for free text. */
export function columnsOf<Row extends object>(
  rows: readonly Row[],
  keys: readonly (keyof Row)[],
): string[] {
  return keys.map((key) =>
    bareArray(rows.map((row) => row[key] as string | number | boolean | null)),
  );
}
