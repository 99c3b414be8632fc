import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { Correlation } from './correlation.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that are never written, wherever they stand. */
const SECRET = ['authorization', 'key', 'secret', 'password', 'adminKey', 'databaseUrl'];

/** What Nest tells of its own start: sixty lines that say nothing went wrong. */
const STARTING = ['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer'];

/** JSON lines with the correlation id of the work in hand; secrets are cut out. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(level: LogLevel, destination?: DestinationStream) {
    const paths = SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
    this.pino = pino(
      {
        level,
        base: undefined,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        redact: { paths, censor: '[secret]' },
        serializers: { err: written },
        mixin: () => {
          const correlationId = Correlation.known();
          return correlationId === undefined ? {} : { correlationId };
        },
      },
      destination ?? pino.destination({ fd: 2, sync: true }),
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    const isStarting = STARTING.includes(rest.at(-1) as string);
    this.write(isStarting ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands over the context last, and a stack or an error before it. */
  private write(level: Exclude<LogLevel, 'silent'>, message: unknown, rest: unknown[]): void {
    const words = rest.filter((one) => typeof one === 'string');
    const context = words.pop();
    const error = [message, ...rest].find((one) => one instanceof Error);
    const fields = rest.find((one) => typeof one === 'object' && one !== null && one !== error);
    const stack = error === undefined ? words[0] : undefined;
    this.pino[level](
      { context, ...(fields as object | undefined), err: error, stack },
      textOf(message),
    );
  }
}

/** What an error says of itself, its causes included; not what a driver hangs on it, connections and their settings. */
function written(error: Error) {
  const { type, message, stack, ...more } = pino.stdSerializers.err(error);
  return { type, message, stack, code: more['code'] as unknown };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
