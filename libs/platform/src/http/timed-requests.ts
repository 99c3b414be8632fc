import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Metrics } from '../telemetry/metrics.js';

/** Measures every request, by route and status; a stream is no request, it lasts as long as its reader. */
@Injectable()
export class TimedRequests implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onResponse', (request, reply, next) => {
      const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream');
      if (!isStream) {
        const route = `${request.method} ${request.routeOptions.url ?? 'elsewhere'}`;
        const labels = { route, status: reply.statusCode };
        this.metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
      }
      next();
    });
  }
}
