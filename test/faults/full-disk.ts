import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '256m';
const CHUNK = Buffer.alloc(1024 * 1024);

/** A small file system on a folder; undefined, and told, where the machine does not allow it. */
export function smallDisk(folder: string): { release(): void } | undefined {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    console.warn('A full disk is not tested: mounting a small file system needs root');
    return undefined;
  }
  return { release: () => void spawnSync('umount', ['-l', folder]) };
}

/** Leaves no room in a folder's file system for as long as `meanwhile` takes. */
export async function fillDisk(folder: string, meanwhile: () => Promise<void>): Promise<void> {
  const filler = join(folder, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (;;) writeSync(file, CHUNK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await meanwhile();
  } finally {
    closeSync(file);
    rmSync(filler);
  }
}
