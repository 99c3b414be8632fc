import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MachineError } from '../errors.js';
import { isPassing } from '../projection/passing.js';
import { Correlation } from '../telemetry/correlation.js';
import { HttpProblem } from './http-problem.js';
import { languageOf } from './language.js';
import type { ProblemDocument } from './problem.js';
import { codeOfStatus, titleOf } from './problem-titles.js';

/** Translates every failure into RFC 9457, once; what is not the client's fault is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also for what fails before Nest is reached: the body parser, the rate limit. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      this.logger.error(`${request.method} ${request.url} failed`, error as Error);
    }
    const language = languageOf(request.headers['accept-language']);
    const document: ProblemDocument = {
      type: `urn:tiendo:problem:${problem.code}`,
      title: titleOf(problem.code, problem.status, language),
      status: problem.status,
      code: problem.code,
      ...(problem.detail ? { detail: problem.detail } : {}),
      ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
      correlationId: Correlation.known() ?? String(request.id),
    };
    void reply
      .status(problem.status)
      .headers({ ...problem.headers, 'content-language': language })
      .type('application/problem+json; charset=utf-8')
      .send(document);
  }
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const { statusCode } = error as { statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode < 500) {
    return ofStatus(statusCode, (error as Error).message);
  }
  if (isPassing(error)) return comeAgain(error);
  return new HttpProblem(500, 'internal', '');
}

/** What a driver says of a connection is for the log. */
function comeAgain(error: unknown): HttpProblem {
  const message = error instanceof MachineError ? error.message : '';
  return new HttpProblem(503, 'unavailable', message, [], { 'retry-after': '1' });
}

function ofStatus(status: number, message: string): HttpProblem {
  return new HttpProblem(status, codeOfStatus(status), message);
}
