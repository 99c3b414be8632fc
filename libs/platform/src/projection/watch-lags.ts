import type { Lag } from './projection-lag.js';

const LOOKS = 6;

/**
 * Compares, six times in `stuckAfterMs`, what readers have committed with the end of what they read; tells of
 * a partition that is behind and has not moved for so long. While neither can be asked nothing is said, and
 * time begins anew. Ends when the answer is called.
 */
export function watchLags(
  lags: () => Promise<readonly Lag[]>,
  stuckAfterMs: number,
  stuck: (what: string) => void,
): () => void {
  const since = new Map<string, { offset: number; at: number }>();
  const look = async () => {
    for (const { name, partition, next, events } of await lags()) {
      const what = `${name}, partition ${partition},`;
      const known = since.get(what);
      const isStill = events > 0 && known?.offset === next;
      if (!isStill) since.set(what, { offset: next, at: performance.now() });
      else if (performance.now() - known.at >= stuckAfterMs) stuck(what);
    }
  };
  const timer = setInterval(() => void look().catch(() => since.clear()), stuckAfterMs / LOOKS);
  return () => clearInterval(timer);
}
