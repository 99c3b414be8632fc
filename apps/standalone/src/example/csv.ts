/**
 * The rows of a CSV text (RFC 4180: commas, double quotes, either line end; no line ends inside
 * cells), header included. Blank lines are left out; a row of another width than the header is an
 * error that names its line.
 */
export function rowsOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const rows = lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => ({ cells: cellsOf(line), number }));
  const width = rows[0]?.cells.length;
  const odd = rows.find(({ cells }) => cells.length !== width);
  if (odd) throw new Error(`CSV line ${odd.number} does not have ${width} cells.`);
  return rows.map(({ cells }) => cells);
}

/** One cell and what ends it: a comma, or the line's end. */
const CELL = /(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/gy;

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain = '', end] of line.matchAll(CELL)) {
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') break;
  }
  return cells;
}

type Tree = { [key: string]: unknown };

/**
 * Documents from a CSV whose header holds paths: `name.vi`, `horizons.0.min`. An empty cell leaves its
 * field out; every value stays text (a year is a whole number, since the contract asks for one).
 */
export function documentsOf(text: string): Tree[] {
  const [header = [], ...rows] = rowsOf(text);
  const paths = header.map((name) => name.split('.'));
  return rows.map((row) => {
    const document: Tree = {};
    paths.forEach((path, index) => {
      const cell = row[index] ?? '';
      if (cell !== '') place(document, path, path.at(-1) === 'year' ? Number(cell) : cell);
    });
    return document;
  });
}

function place(tree: Tree, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[step] = value;
    return;
  }
  tree[step] ??= /^\d+$/.test(rest[0] ?? '') ? [] : {};
  place(tree[step] as Tree, rest, value);
}
