import type { Indicator } from '#catalogue';

/**
 * How a cell's figure reaches the units above it: by its difference (`d`), by the difference of the values
 * (`v`, where a ratio is added up as a value), looked up as an extreme (`x`), or not at all (`n`).
 */
export type WayUp = 'd' | 'v' | 'x' | 'n';

export function wayUp({ acrossUnits, value }: Indicator): WayUp {
  if (acrossUnits === 'own') return 'n';
  if (acrossUnits === 'min' || acrossUnits === 'max') return 'x';
  return value === 'ratio' && acrossUnits !== 'ratio' ? 'v' : 'd';
}
