import type { Consumer } from '../event-log/event-log.js';
import type { Lag } from '../projection/projection-lag.js';
import { InboundMessages } from './inbound-messages.js';

/** Where there is no topic for others to write to, a message never comes. */
export class NoInboundMessages extends InboundMessages {
  consume(): Promise<Consumer> {
    return Promise.resolve({ stop: () => Promise.resolve() });
  }

  lags(): Promise<readonly Lag[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
