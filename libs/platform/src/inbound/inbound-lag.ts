import type { Lag } from '../projection/projection-lag.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { InboundMessages } from './inbound-messages.js';

/** Measures, whenever metrics are read, how far this process' reader of the inbound topic is behind. */
export function measureInboundLag(metrics: Metrics, inbound: InboundMessages): void {
  const each = async (pick: (lag: Lag) => number) =>
    (await inbound.lags()).map((lag) => ({
      labels: { partition: String(lag.partition) },
      value: pick(lag),
    }));
  metrics.gauge(
    'tiendo_inbound_lag_messages',
    'Messages of the inbound topic that were not taken yet',
    ['partition'],
    () => each((lag) => lag.events),
  );
  metrics.gauge(
    'tiendo_inbound_lag_seconds',
    'Age of the oldest message of the inbound topic that was not taken yet',
    ['partition'],
    () => each((lag) => lag.seconds),
  );
}
