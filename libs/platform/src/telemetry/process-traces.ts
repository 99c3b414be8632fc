import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { traceRequests } from '../http/trace-requests.js';
import { startTracing } from './start-tracing.js';

/** The traces of a process: begun before anything is consumed or served, sent when everything has ended. */
@Injectable()
export class ProcessTraces implements OnModuleInit, OnApplicationShutdown {
  private end: (() => Promise<void>) | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly http: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.configuration.traces) return;
    this.end = await startTracing();
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    if (fastify) traceRequests(fastify);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end?.();
  }
}
