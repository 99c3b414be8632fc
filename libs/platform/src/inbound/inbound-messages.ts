import type { Consumer } from '../event-log/event-log.js';
import type { Lag } from '../projection/projection-lag.js';

/** Headers as Kafka keeps them: bytes under a name, several where the name comes several times. */
export type MessageHeaders = Readonly<
  Record<string, Buffer | string | (Buffer | string)[] | null | undefined>
>;

/** A message of another system, as it came. */
export interface InboundMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: MessageHeaders;
}

/** A message for other systems. */
export interface OutboundMessage {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: MessageHeaders;
}

/** Who takes the messages of a topic. */
export interface InboundReader {
  /** Under this name the position is kept, and replicas share the topic. */
  readonly name: string;
  readonly topic: string;
  readonly maxBatch: number;
  /**
   * Takes messages of one partition in order, and answers what is to be sent because of them. The position
   * moves on when that is sent. A rejection brings the same messages again, after a pause.
   */
  take(messages: readonly InboundMessage[]): Promise<readonly OutboundMessage[]>;
}

/** What other systems send us without asking, at least once each, and what they are sent because of it. */
export abstract class InboundMessages {
  abstract consume(reader: InboundReader): Promise<Consumer>;

  /** How far each reader that runs here is behind, by partition, whichever replica takes it. */
  abstract lags(): Promise<readonly Lag[]>;

  abstract close(): Promise<void>;
}
