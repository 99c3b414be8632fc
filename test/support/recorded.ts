import type { Fact, Recorded } from '#platform';

/** A fact as a log of one partition would keep it at this offset. */
export function recorded<Data>(fact: Fact<Data>, offset: number): Recorded<Data> {
  return { ...fact, partition: 0, offset, position: offset };
}
