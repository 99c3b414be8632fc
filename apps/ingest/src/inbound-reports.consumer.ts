import { KnownKeys } from '#access';
import { REPORT_TOPICS, type ReportReceipt } from '#contracts';
import {
  Clock,
  Correlation,
  InboundMessages,
  isPassing,
  Metrics,
  SpanKind,
  traced,
  type Consumer,
  type InboundMessage,
  type InboundOutcome,
  type InboundReader,
  type OutboundMessage,
  type Unreadable,
} from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { deadLetter, receiptMessage } from './inbound-answers.js';
import { inboundEvent, type InboundEvent } from './inbound-event.js';
import { receiptsOf, type Receipts } from './inbound-receipts.js';

/** The door for what ward systems write to a topic: the same commands as over HTTP, and a receipt for each message. */
@Injectable()
export class InboundReportsConsumer implements InboundReader {
  readonly name = 'inbound';
  readonly topic = REPORT_TOPICS.inbound;
  readonly maxBatch = 250;
  private readonly logger = new Logger(InboundReportsConsumer.name);
  private consumer: Consumer | undefined;

  constructor(
    private readonly inbound: InboundMessages,
    private readonly keys: KnownKeys,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async start(): Promise<void> {
    this.consumer = await this.inbound.consume(this);
  }

  async stop(): Promise<void> {
    await this.consumer?.stop();
  }

  /** Rejects when something needed is away; what can never be taken is found by halving, and set aside. */
  async take(messages: readonly InboundMessage[]): Promise<readonly OutboundMessage[]> {
    try {
      return await this.takeTogether(messages);
    } catch (error) {
      if (isPassing(error)) throw error;
      const [message] = messages;
      if (message && messages.length === 1) return [this.broken(message, error)];
      const middle = Math.floor(messages.length / 2);
      const before = await this.take(messages.slice(0, middle));
      return [...before, ...(await this.take(messages.slice(middle)))];
    }
  }

  private takeTogether(messages: readonly InboundMessage[]): Promise<readonly OutboundMessage[]> {
    const [first] = messages;
    const correlationId = `${this.name}/${first?.partition}/${first?.offset}`;
    const attributes = { 'messaging.destination.name': this.topic };
    return Correlation.run(correlationId, () =>
      traced('take inbound reports', { kind: SpanKind.CONSUMER, attributes }, async (join) => {
        const read: (InboundEvent | Unreadable)[] = [];
        for (const message of messages) read.push(await inboundEvent(message, this.keys));
        const events = read.filter((one): one is InboundEvent => 'event' in one);
        for (const { event } of events) join(event.traceparent);
        const receipts = await receiptsOf(events, this.commands);
        return this.answers(messages, read, receipts);
      }),
    );
  }

  /** In the order of the messages: a receipt for each that has one, a dead letter for the others. */
  private answers(
    messages: readonly InboundMessage[],
    read: readonly (InboundEvent | Unreadable)[],
    receipts: Receipts,
  ): readonly OutboundMessage[] {
    const time = this.clock.now().toISOString();
    return messages.map((message, index) => {
      const found = read[index] as InboundEvent | Unreadable;
      if (!('event' in found)) return this.setAside(message, found);
      const receipt = receipts.get(found) as ReportReceipt;
      this.count(receipt.state === 'recorded' ? 'accepted' : 'refused');
      return receiptMessage(found, receipt, time);
    });
  }

  private broken(message: InboundMessage, error: unknown): OutboundMessage {
    this.logger.error(`The message at ${placeOf(message)} cannot be taken`, error);
    return this.setAside(message, { code: 'internal', message: 'Taking it fails here.' });
  }

  /** The code alone is logged: what was sent may hold a key. */
  private setAside(message: InboundMessage, why: Unreadable): OutboundMessage {
    this.count('dead-letter');
    this.logger.warn(`The message at ${placeOf(message)} is a dead letter: ${why.code}`);
    return deadLetter(message, why);
  }

  private count(outcome: InboundOutcome): void {
    this.metrics.inbound.inc({ outcome });
  }
}

function placeOf({ topic, partition, offset }: InboundMessage): string {
  return `${topic}/${partition}/${offset}`;
}
