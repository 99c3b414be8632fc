import type { Configuration } from '#platform';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXAMPLE = 'district-1';

/**
 * The example that this data folder has or shall have: what `TIENDO_EXAMPLE` says, else the one it was
 * loaded with before, else District 1 in a folder that is new. Undefined for none.
 */
export function chosenExample({ of }: Configuration): string | undefined {
  if (of.TIENDO_EXAMPLE === 'none') return undefined;
  const marker = join(of.TIENDO_DATA_DIR, 'example');
  if (existsSync(marker)) return readFileSync(marker, 'utf8').trim();
  const isNew = !existsSync(join(of.TIENDO_DATA_DIR, 'postgres'));
  return of.TIENDO_EXAMPLE ?? (isNew ? EXAMPLE : undefined);
}

/** From now on the folder is the example's, also when loading it is cut short. */
export function rememberExample({ of }: Configuration, name: string): void {
  mkdirSync(of.TIENDO_DATA_DIR, { recursive: true });
  writeFileSync(join(of.TIENDO_DATA_DIR, 'example'), `${name}\n`);
}
