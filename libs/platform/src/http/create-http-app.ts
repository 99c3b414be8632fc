import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { DynamicModule, LoggerService, Type } from '@nestjs/common';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Correlation } from '../telemetry/correlation.js';
import { HttpProblem } from './http-problem.js';
import { parseJson } from './parse-json.js';
import { ProblemFilter } from './problem.filter.js';
import { problemOfIssues } from './problem-of-issues.js';

const LARGEST_BODY = 8 * 1024 * 1024;

export interface HttpOptions {
  readonly logger: LoggerService;
  /** Requests per second and key; 0 for none. */
  readonly rateLimit: number;
  /** Where rates are counted for all replicas together; without it each counts by itself. */
  readonly redis?: Redis;
}

/** A Nest application on Fastify with everything that every door needs; not yet listening. */
export async function createHttpApp(
  module: Type | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: LARGEST_BODY,
    genReqId: (request: IncomingMessage) => correlationOf(request.headers['x-correlation-id']),
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: options.logger,
    bodyParser: false,
  });
  const filter = new ProblemFilter();
  app.useGlobalFilters(filter);
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({ exceptionFactory: (issues) => problemOfIssues(issues) }),
  );
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (_, body, done) => {
      try {
        done(null, parseJson(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  fastify.addHook(
    'onRequest',
    (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void) => {
      void reply.header('x-correlation-id', request.id);
      Correlation.run(String(request.id), () => next(problemOfUrl(request.url)));
    },
  );
  await app.register(helmet, { contentSecurityPolicy: false });
  if (options.rateLimit > 0) await limitRate(app, options);
  return app;
}

/** What PostgreSQL can neither keep nor compare is in no name of ours. */
function problemOfUrl(url: string): HttpProblem | undefined {
  if (!url.includes('%00')) return undefined;
  return new HttpProblem(400, 'parameter-malformed', 'The address has the character U+0000.');
}

/** A Redis that is away lets everybody in: rates are there to spare us, not to keep out. */
async function limitRate(
  app: NestFastifyApplication,
  { rateLimit: perSecond, redis }: HttpOptions,
): Promise<void> {
  await app.register(rateLimit, {
    max: perSecond,
    timeWindow: 1000,
    ...(redis && { redis, skipOnError: true, nameSpace: 'tiendo.rate.' }),
    keyGenerator: (request: FastifyRequest) => keyOf(request),
    errorResponseBuilder: (_: FastifyRequest, context: { ttl: number }) =>
      new HttpProblem(
        429,
        'rate-limited',
        `At most ${perSecond} requests per second and key.`,
        [],
        {
          'retry-after': String(Math.max(1, Math.ceil(context.ttl / 1000))),
        },
      ),
  });
}

/** Keys are counted by a digest, so that none is kept in memory as it is. */
function keyOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  if (!authorization) return request.ip;
  return createHash('sha256').update(authorization).digest('base64url');
}

function correlationOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();
}
