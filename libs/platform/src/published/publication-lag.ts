import type { Metrics } from '../telemetry/metrics.js';
import type { PublishedTopics } from './published-topics.js';

/** Measures, whenever metrics are read, how old the state is that this process has published completely. */
export function measurePublication(metrics: Metrics, topics: PublishedTopics): void {
  metrics.gauge(
    'tiendo_publication_lag_seconds',
    'Age of the state that a published topic tells completely, in the process that publishes it',
    ['topic'],
    () =>
      Promise.resolve(
        topics.behind().map(({ topic, seconds }) => ({ labels: { topic }, value: seconds })),
      ),
  );
}
