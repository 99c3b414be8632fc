import {
  type Attributes,
  context,
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

export { SpanKind } from '@opentelemetry/api';

/** Joins the trace of one of several causes; answers the place of this work in it, undefined where there is no trace. */
export type Join = (traceparent: string | undefined) => string | undefined;

interface SpanSettings {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
}

/** Where OpenTelemetry has not been started this is one that does nothing. */
export function tracer() {
  return trace.getTracer('tiendo');
}

/** The place of a span as W3C writes it; undefined where nothing is traced or the trace is not in the sample. */
export function traceparent(at: Context = context.active()): string | undefined {
  const found = trace.getSpanContext(at);
  if (!found || !(found.traceFlags & TraceFlags.SAMPLED)) return undefined;
  return `00-${found.traceId}-${found.spanId}-01`;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The context that a header or a fact names; undefined for what is none. */
export function contextOf(traceparent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const remote = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : undefined;
}

/** Runs work in the trace that is named; as it is where none is. */
export function continued<Result>(traceparent: string | undefined, work: () => Result): Result {
  const named = contextOf(traceparent);
  return named ? context.with(named, work) : work();
}

/**
 * Runs work in a span of its own. Work on what has several causes joins the trace of each: there it is a
 * span of the same time, and the two are linked.
 */
export async function traced<Result>(
  name: string,
  settings: SpanSettings,
  work: (join: Join) => Promise<Result>,
): Promise<Result> {
  const span = tracer().startSpan(name, settings);
  const joined = new Map<string, Span>();
  try {
    const within = trace.setSpan(context.active(), span);
    return await context.with(within, () => work(joiner(name, settings, span, joined)));
  } catch (error) {
    for (const one of [span, ...joined.values()]) told(one, error);
    throw error;
  } finally {
    for (const one of [...joined.values(), span]) one.end();
  }
}

function joiner(name: string, settings: SpanSettings, own: Span, joined: Map<string, Span>): Join {
  const since = Date.now();
  const begin = (cause: string): Span | undefined => {
    const parent = contextOf(cause);
    const of = parent && trace.getSpanContext(parent);
    if (!of) return undefined;
    own.addLink({ context: of });
    const links = [{ context: own.spanContext() }];
    return tracer().startSpan(name, { ...settings, links, startTime: since }, parent);
  };
  return (cause) => {
    if (cause === undefined) return undefined;
    const span = joined.get(cause) ?? begin(cause);
    if (!span) return undefined;
    joined.set(cause, span);
    return traceparent(trace.setSpan(ROOT_CONTEXT, span));
  };
}

function told(span: Span, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  span.recordException(error instanceof Error ? error : message);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
