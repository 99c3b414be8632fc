import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { TracedEventLog } from '../event-log/event-log.traced.js';
import type { EventLog, Fact, Recorded, Subscription } from '../event-log/event-log.js';
import { causeOf, causeText, Correlation } from './correlation.js';
import { startTracing } from './start-tracing.js';
import { continued, contextOf, traced, traceparent } from './tracing.js';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const aFact: Fact = { id: 'f', type: 't', key: 'k', time: 'now', correlationId: 'c', data: {} };

describe('where nothing is traced', () => {
  test('work is done as ever, and nothing is noted of it', async () => {
    const seen = await traced('work', {}, () => Promise.resolve(traceparent()));
    expect(seen).toBeUndefined();
    expect(Correlation.run('c-1', () => Correlation.kept())).toBe('c-1');
  });

  test('what came with a trace goes on with it', async () => {
    expect(await traced('work', {}, (join) => Promise.resolve(join(CALLER)))).toBe(CALLER);
  });
});

describe('where it is traced', () => {
  let exporter: InMemorySpanExporter;
  let end: () => Promise<void>;

  beforeEach(async () => {
    exporter = new InMemorySpanExporter();
    end = await startTracing(exporter);
  });
  afterEach(() => end());

  const spans = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
  const traceOf = (span: ReadableSpan | undefined) => span?.spanContext().traceId;

  test('work in a named trace is a span there, and its place can be named again', async () => {
    const place = await continued(CALLER, () =>
      traced('work', {}, () => Promise.resolve(traceparent())),
    );
    const [span] = spans('work');
    expect(span?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(place).toBe(`00-${TRACE}-${span?.spanContext().spanId}-01`);
  });

  test('work on several causes is one span in the trace of each, linked with its own', async () => {
    const other = CALLER.replaceAll('4bf9', '5bf9');
    await traced('batch', {}, (join) => {
      for (const cause of [CALLER, other, CALLER, undefined]) join(cause);
      return Promise.resolve();
    });
    const own = spans('batch').find((span) => span.parentSpanContext === undefined);
    const joined = spans('batch').filter((span) => span !== own);
    expect(own?.links.map(({ context }) => context.traceId)).toEqual(joined.map(traceOf));
    expect(joined.map(traceOf)).toEqual([TRACE, other.slice(3, 35)]);
    expect(joined[0]?.links[0]?.context.traceId).toBe(traceOf(own));
  });

  test('a failure is told in every trace that it touches, and thrown on', async () => {
    const broken = traced('broken', {}, (join) => {
      join(CALLER);
      return Promise.reject(new Error('out of ink'));
    });
    await expect(broken).rejects.toThrow('out of ink');
    expect(spans('broken').map(({ status }) => status.message)).toEqual([
      'out of ink',
      'out of ink',
    ]);
  });

  test('a trace that is not in the sample travels no further', () => {
    const unsampled = CALLER.replace(/01$/, '00');
    expect(contextOf(unsampled)).toBeDefined();
    expect(continued(unsampled, () => traceparent())).toBeUndefined();
  });

  test('a fact carries the place of its append, or the one it has', async () => {
    const appended: Fact[] = [];
    const log = new TracedEventLog({
      append: (_: string, facts: Fact[]) => Promise.resolve(appended.push(...facts)),
    } as unknown as EventLog);
    await continued(CALLER, () =>
      log.append('reports', [aFact, { ...aFact, traceparent: CALLER }]),
    );
    const [span] = spans('append reports');
    expect(appended.map((fact) => fact.traceparent)).toEqual([
      `00-${TRACE}-${span?.spanContext().spanId}-01`,
      CALLER,
    ]);
  });

  test('a batch is projected in the trace of its facts', async () => {
    let given: Subscription | undefined;
    const log = new TracedEventLog({
      consume: (subscription: Subscription) => Promise.resolve(void (given = subscription)),
    } as unknown as EventLog);
    const handled: (readonly Recorded[])[] = [];
    await log.consume({
      topic: 'reports',
      group: 'ledger',
      maxBatch: 10,
      startAt: () => Promise.resolve(new Map()),
      handle: (_, facts) => Promise.resolve(void handled.push(facts)),
    });
    const facts = [{ ...aFact, traceparent: CALLER, partition: 0, offset: 0, position: 0 }];
    await given?.handle(0, facts);
    expect(handled).toEqual([facts]);
    expect(spans('project ledger').map(traceOf)).toContain(TRACE);
  });

  test('what a row keeps of a request leads on in its trace', () => {
    const kept = Correlation.run('c-1', () => continued(CALLER, () => Correlation.kept()));
    expect(kept).toBe(`c-1 ${CALLER}`);
    const resumed = Correlation.resume(kept, () => [Correlation.known(), traceparent()]);
    expect(resumed).toEqual(['c-1', CALLER]);
  });
});

test.each([
  ['c-1', undefined],
  ['c-1', CALLER],
  ['an id with a space', CALLER],
  ['00-not-a-trace', undefined],
])('%s with %s is read as it was written', (correlationId, place) => {
  expect(causeOf(causeText({ correlationId, traceparent: place }))).toEqual({
    correlationId,
    traceparent: place,
  });
});

test.each([undefined, '', '00-0-0-01', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'ff' + CALLER])(
  '%s names no trace',
  (header) => expect(contextOf(header)).toBeUndefined(),
);
