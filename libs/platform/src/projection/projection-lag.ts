import type { Clock } from '../clock.js';
import type { EventLog } from '../event-log/event-log.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { ProjectedPositions } from './projected-positions.js';
import type { Projection } from './projection.js';

interface Lag {
  readonly events: number;
  readonly seconds: number;
}

/** Measures, whenever metrics are read, how far the running projections are behind the log. */
export function measureLag(
  metrics: Metrics,
  running: () => readonly Projection[],
  lagOf: (projection: Projection) => Promise<Lag>,
): void {
  const each = async (pick: (lag: Lag) => number) => {
    const lags = new Map<string, number>();
    for (const projection of running()) lags.set(projection.name, pick(await lagOf(projection)));
    return lags;
  };
  metrics.gauge(
    'tiendo_projection_lag_events',
    'Facts that a projection has not applied yet',
    'projection',
    () => each((lag) => lag.events),
  );
  metrics.gauge(
    'tiendo_projection_lag_seconds',
    'Age of the oldest fact that a projection has not applied yet',
    'projection',
    () => each((lag) => lag.seconds),
  );
}

/** Facts not applied yet, and the age of the oldest of them in seconds; both 0 at the end of the log. */
export async function lagBehind(
  log: EventLog,
  positions: ProjectedPositions,
  clock: Clock,
  projection: Projection,
): Promise<Lag> {
  const next = await positions.next(projection.name);
  const end = (await log.ends(projection.topic)).get(0) ?? 0;
  const [oldest] = end > next ? await log.read(projection.topic, 0, next, 1) : [];
  const age = oldest ? clock.now().getTime() - Date.parse(oldest.time) : 0;
  return { events: Math.max(0, end - next), seconds: Math.max(0, age / 1000) };
}
