import type { ProjectionRunner } from './projection-runner.js';

const LOOK_EVERY_MS = 10_000;
const STUCK_AFTER_MS = 60_000;

/**
 * Compares, every ten seconds, what projections have committed with the end of the log; tells of a partition
 * that is behind and has not moved for a minute. While the log or the database cannot be asked nothing is said.
 */
export function watchProjections(
  runner: ProjectionRunner,
  stuck: (what: string) => void,
  { lookEveryMs = LOOK_EVERY_MS, stuckAfterMs = STUCK_AFTER_MS } = {},
): () => void {
  const since = new Map<string, { offset: number; at: number }>();
  const look = async () => {
    for (const { projection, partition, next, events } of await runner.lags()) {
      const name = `${projection}, partition ${partition},`;
      const known = since.get(name);
      const isStill = events > 0 && known?.offset === next;
      if (!isStill) since.set(name, { offset: next, at: performance.now() });
      else if (performance.now() - known.at >= stuckAfterMs) stuck(name);
    }
  };
  const timer = setInterval(() => void look().catch(() => since.clear()), lookEveryMs);
  return () => clearInterval(timer);
}
