import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { within } from '../within.js';

/** Prometheus waits ten seconds for all of them, and they are read at the same time. */
const READ_WITHIN_MS = 4000;

/** One value of a gauge, with the labels it is for. */
export interface Reading<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** What can become of an attempt to deliver. */
const OUTCOMES = ['delivered', 'failed', 'abandoned'];

/** What can become of a message of the inbound topic. */
const INBOUND_OUTCOMES = ['accepted', 'refused', 'dead-letter'] as const;
export type InboundOutcome = (typeof INBOUND_OUTCOMES)[number];

/** What Prometheus reads; one registry per process, names begin with `tiendo_`. */
export class Metrics {
  readonly registry = new Registry();

  readonly accepted = this.counter('tiendo_reports_accepted_total', 'Reports accepted at the door');
  readonly refused = this.counter(
    'tiendo_reports_refused_total',
    'Reports refused, by code',
    'code',
  );
  readonly withdrawn = this.counter('tiendo_reports_withdrawn_total', 'Reports withdrawn');
  readonly parked = this.counter(
    'tiendo_facts_parked_total',
    'Facts that could not be applied and were set aside',
    'projection',
  );
  readonly deliveries = this.counter(
    'tiendo_deliveries_total',
    'Attempts to deliver an alert, by outcome',
    'outcome',
  );
  readonly transitions = this.counter(
    'tiendo_alert_transitions_total',
    'Alerts raised, resolved and superseded',
    'transition',
  );
  readonly inbound = this.counter(
    'tiendo_inbound_messages_total',
    'Messages of the inbound topic, by outcome; one that comes again is counted again',
    'outcome',
  );
  readonly published = this.counter(
    'tiendo_published_messages_total',
    'Messages of published topics: how things stand now, or that they are gone',
    'topic',
    'what',
  );
  /** What a gauge is looked up in was away; the others are told all the same. */
  private readonly unread = this.counter(
    'tiendo_gauges_unread_total',
    'Gauges that were left out because what they are looked up in did not answer',
    'gauge',
  );
  readonly evaluationSeconds = new Histogram({
    name: 'tiendo_evaluation_seconds',
    help: 'Duration of one evaluation of all rules that were due',
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly requestSeconds = new Histogram({
    name: 'tiendo_http_request_seconds',
    help: 'Duration of HTTP requests, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // A counter that begins at 1 shows no increase: the first delivery given up would be told to nobody.
    for (const outcome of OUTCOMES) this.deliveries.inc({ outcome }, 0);
    for (const outcome of INBOUND_OUTCOMES) this.inbound.inc({ outcome }, 0);
  }

  /** A gauge whose values are looked up when they are read; one that cannot be looked up is left out and counted. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: () => Promise<readonly Reading<Label>[]>,
  ): void {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: async () => {
        const readings = await within(READ_WITHIN_MS, read()).catch(() => undefined);
        gauge.reset();
        if (!readings) this.unread.inc({ gauge: name });
        for (const { labels, value } of readings ?? []) gauge.set(labels, value);
      },
    });
    this.unread.inc({ gauge: name }, 0);
  }

  private counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
