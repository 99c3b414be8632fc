import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { contextOf, tracer } from '../telemetry/tracing.js';

/** Asked every few seconds by machines: traces of it hide the others. */
const UNTRACED = /^\/(?:health\/|metrics)/;

/** A span for each request, in the trace that its `traceparent` names, named by its route. */
export function traceRequests(fastify: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, Span>();

  fastify.addHook('onRequest', (request, _, next) => {
    if (UNTRACED.test(request.url)) return next();
    const caller = contextOf(one(request.headers.traceparent)) ?? context.active();
    const span = tracer().startSpan(nameOf(request), settingsOf(request), caller);
    spans.set(request, span);
    context.with(trace.setSpan(caller, span), next);
  });

  fastify.addHook('onResponse', (request, reply, next) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    next();
  });
}

function nameOf({ method, routeOptions }: FastifyRequest): string {
  return routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
}

function settingsOf({ method, routeOptions, id }: FastifyRequest) {
  return {
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': method,
      'http.route': routeOptions.url,
      'tiendo.correlation_id': String(id),
    },
  };
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
