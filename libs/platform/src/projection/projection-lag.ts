import type { Clock } from '../clock.js';
import type { EventLog } from '../event-log/event-log.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { ProjectedPositions } from './projected-positions.js';
import type { Follower } from './projection.js';

/** How far a reader of a topic is behind the end of a partition. */
export interface Lag {
  /** Of the projection, or of who else reads. */
  readonly name: string;
  readonly partition: number;
  /** The offset of what it will take next. */
  readonly next: number;
  /** What it has not taken yet. */
  readonly events: number;
  /** The age of the oldest of them. */
  readonly seconds: number;
}

const LABELS = ['projection', 'partition'] as const;

/** Measures, whenever metrics are read, how far the running projections are behind the log. */
export function measureLag(metrics: Metrics, lags: () => Promise<readonly Lag[]>): void {
  const each = async (pick: (lag: Lag) => number) =>
    (await lags()).map((lag) => ({
      labels: { projection: lag.name, partition: String(lag.partition) },
      value: pick(lag),
    }));
  metrics.gauge(
    'tiendo_projection_lag_events',
    'Facts that a projection has not applied yet',
    LABELS,
    () => each((lag) => lag.events),
  );
  metrics.gauge(
    'tiendo_projection_lag_seconds',
    'Age of the oldest fact that a projection has not applied yet',
    LABELS,
    () => each((lag) => lag.seconds),
  );
}

/**
 * How far a projection is behind, by partition, whichever process applies it; both figures are 0 at a
 * partition's end.
 */
export async function lagsBehind(
  log: EventLog,
  positions: ProjectedPositions,
  clock: Clock,
  follower: Follower,
): Promise<readonly Lag[]> {
  const ends = await log.ends(follower.topic);
  const offsets = await positions.committed(follower);
  return Promise.all(
    [...ends].map(async ([partition, end]) => {
      const next = offsets.get(partition) ?? 0;
      const [oldest] = end > next ? await log.read(follower.topic, partition, next, 1) : [];
      const age = oldest ? clock.now().getTime() - Date.parse(oldest.time) : 0;
      return {
        name: follower.name,
        partition,
        next,
        events: Math.max(0, end - next),
        seconds: Math.max(0, age / 1000),
      };
    }),
  );
}
