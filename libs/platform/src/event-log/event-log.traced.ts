import { SpanKind, traced, traceparent } from '../telemetry/tracing.js';
import {
  type Appended,
  type Consumer,
  EventLog,
  type Fact,
  type Offsets,
  type Recorded,
  type Subscription,
} from './event-log.js';

/** A log whose appends and batches are spans; a fact carries its place in the trace that led to it. */
export class TracedEventLog extends EventLog {
  constructor(private readonly log: EventLog) {
    super();
  }

  append(topic: string, facts: readonly Fact[]): Promise<readonly Appended[]> {
    const settings = { kind: SpanKind.PRODUCER, attributes: sizeOf(topic, facts) };
    return traced(`append ${topic}`, settings, () => {
      const here = traceparent();
      return this.log.append(
        topic,
        facts.map((fact) =>
          fact.traceparent === undefined ? { ...fact, traceparent: here } : fact,
        ),
      );
    });
  }

  read(topic: string, partition: number, offset: number, limit: number) {
    return this.log.read(topic, partition, offset, limit);
  }

  between(topic: string, from: number, to: number): Promise<readonly Recorded[]> {
    return this.log.between(topic, from, to);
  }

  find(topic: string, id: string): Promise<Recorded | undefined> {
    return this.log.find(topic, id);
  }

  partitions(topic: string): Promise<number> {
    return this.log.partitions(topic);
  }

  ends(topic: string): Promise<Offsets> {
    return this.log.ends(topic);
  }

  positionAt(topic: string, offsets: Offsets): Promise<number> {
    return this.log.positionAt(topic, offsets);
  }

  consume(subscription: Subscription): Promise<Consumer> {
    const { topic, group, maxBatch } = subscription;
    return this.log.consume({
      topic,
      group,
      maxBatch,
      assigned: (partitions) => subscription.assigned?.(partitions),
      startAt: (partitions) => subscription.startAt(partitions),
      handle: (partition, facts) => {
        const settings = { kind: SpanKind.CONSUMER, attributes: sizeOf(topic, facts) };
        return traced(`project ${group}`, settings, (join) => {
          for (const fact of facts) join(fact.traceparent);
          return subscription.handle(partition, facts);
        });
      },
    });
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

function sizeOf(topic: string, facts: readonly Fact[]) {
  return {
    'messaging.destination.name': topic,
    'messaging.batch.message_count': facts.length,
  };
}
