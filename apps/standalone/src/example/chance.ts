/**
 * A number in [0, 1) that the same words always give: FNV-1a over the words, mixed (murmur3's
 * finalizer). Each draw names what it is for, so that one draw more changes no other.
 */
export function chance(...words: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join('|')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Between -1 and 1, evenly. */
export function swing(...words: readonly string[]): number {
  return 2 * chance(...words) - 1;
}

/** A whole number of days, from `least` to `most`. */
export function days(least: number, most: number, ...words: readonly string[]): number {
  return least + Math.floor(chance(...words) * (most - least + 1));
}
