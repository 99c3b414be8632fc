import type { Configuration } from '#platform';
import { rebuildProgress } from '#progress';
import type { Options } from './options.js';
import { ProgressLine } from './progress-line.js';
import { reachEngines } from './reach-engines.js';
import { told } from './told.js';

const DIFFERENT = 2;

/** Rebuilds, says on stderr how far it is and on stdout what it found; answers the exit code. */
export async function rebuild(
  configuration: Configuration,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const line = new ProgressLine(process.stderr);
  const engines = await reachEngines(configuration);
  try {
    const wish = { ...options, signal, told: line.show.bind(line) };
    const rebuilt = await rebuildProgress(engines, wish);
    line.end();
    process.stdout.write(`${told(rebuilt, options.dryRun).join('\n')}\n`);
    return rebuilt.isSame || options.allowChanges ? 0 : DIFFERENT;
  } finally {
    line.end();
    await engines.leave();
  }
}
