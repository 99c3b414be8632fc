import type { CountedCell } from './cells.js';

/** Cells of which each indicator has one period only. */
export interface Wave {
  /** Ascending; a statement finds a row's group by the place of its indicator among them. */
  readonly indicators: readonly number[];
  /** The period of each of the indicators. */
  readonly periods: readonly number[];
  /** By indicator and unit, as the tables' indexes are: neighbours are found beside one another. */
  readonly cells: readonly CountedCell[];
}

/**
 * Splits cells so that no standing is touched twice by one statement: the earliest periods first, as if
 * each wave were a batch of its own.
 */
export function wavesOf(cells: readonly CountedCell[]): readonly Wave[] {
  const periods = new Map<number, Map<number, CountedCell[]>>();
  for (const cell of cells) {
    const ofIndicator = entryOf(periods, cell.indicatorNo, () => new Map<number, CountedCell[]>());
    entryOf(ofIndicator, cell.period, () => []).push(cell);
  }
  const indicators = [...periods.keys()].sort((a, b) => a - b);
  const ordered = indicators.map((indicator) =>
    [...(periods.get(indicator) as Map<number, CountedCell[]>)].sort(([a], [b]) => a - b),
  );
  const count = Math.max(0, ...ordered.map((ofIndicator) => ofIndicator.length));
  return Array.from({ length: count }, (_, index) => waveOf(indicators, ordered, index));
}

function waveOf(
  indicators: readonly number[],
  ordered: readonly (readonly [number, CountedCell[]][])[],
  index: number,
): Wave {
  const present = indicators.flatMap((indicator, place) => {
    const found = ordered[place]?.[index];
    return found ? [{ indicator, period: found[0], cells: found[1] }] : [];
  });
  return {
    indicators: present.map(({ indicator }) => indicator),
    periods: present.map(({ period }) => period),
    cells: present.flatMap(({ cells }) => cells.sort((a, b) => a.unitNo - b.unitNo)),
  };
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
