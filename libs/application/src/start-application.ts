import { AccessModule } from '#access';
import {
  assertOneHandlerEach,
  type Configuration,
  createHttpApp,
  InboundMessages,
  JsonLogger,
  kafkaSettings,
  parseConfiguration,
  PlatformModule,
  ProjectionRunner,
  refuseUntrusted,
  watchLags,
} from '#platform';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { distributedEngines } from './distributed-engines.js';
import { HealthModule } from './health.module.js';

/** What has not ended by then is ended: who waits for us would kill us next. */
const END_WITHIN_MS = 10_000;

/** A lib's index, whose commands and queries must have one handler each in the process. */
type Door = Record<string, unknown>;

/**
 * Runs one application of the distributed profile until it is told to end, which takes ten seconds at
 * the most. Ends the process with 1 when the environment is wrong, when it cannot start, or when it is stuck.
 */
export async function startApplication(
  name: string,
  module: Type,
  doors: readonly Door[],
): Promise<void> {
  const configuration = configurationOf(name);
  const logger = new JsonLogger(configuration.of.TIENDO_LOG_LEVEL);
  const { engines, redis, stop } = distributedEngines(configuration, logger);
  const { TIENDO_HTTP_HOST, TIENDO_HTTP_PORT, TIENDO_RATE_LIMIT } = configuration.of;
  try {
    await refuseUntrusted(kafkaSettings(configuration));
    const whole = wholeOf(module, PlatformModule.register(engines));
    const app = await createHttpApp(whole, { logger, rateLimit: TIENDO_RATE_LIMIT, redis });
    assertOneHandlerEach(app, doors);
    await app.listen(TIENDO_HTTP_PORT, TIENDO_HTTP_HOST);
    await engines.jobQueue.start();
    const unwatch = endWhenStuck(name, configuration, app);
    endWhenTold(async () => {
      unwatch();
      await engines.jobQueue.close();
      await app.close();
      await stop();
    });
    process.stdout.write(`${name} listens on ${await app.getUrl()}\n`);
  } catch (error) {
    logger.error(`${name} cannot start`, error);
    refuse([(error as Error).message]);
  }
}

/** The settings of a program of the distributed profile; ends the process where they are not right. */
export function configurationOf(name: string): Configuration {
  const parsed = parseConfiguration(process.env);
  if ('problems' in parsed) return refuse(parsed.problems);
  if (parsed.configuration.of.TIENDO_PROFILE === 'distributed') return parsed.configuration;
  return refuse([`TIENDO_PROFILE: ${name} runs in the distributed profile only`]);
}

/** Says why, a line each, and ends the process. */
export function refuse(lines: readonly string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}

/** A reader that stands still, for a reason that nobody told, is begun anew by whoever starts us again. */
function endWhenStuck(
  name: string,
  { of: { TIENDO_STUCK_AFTER: seconds } }: Configuration,
  app: INestApplicationContext,
): () => void {
  if (seconds === 0) return () => undefined;
  const runner = app.get(ProjectionRunner);
  const inbound = app.get(InboundMessages);
  return watchLags(
    async () => [...(await runner.lags()), ...(await inbound.lags())],
    seconds * 1000,
    (stuck) => refuse([`${stuck} is behind and has not moved for ${seconds} s; so ${name} ends.`]),
  );
}

function wholeOf(module: Type, platform: DynamicModule): DynamicModule {
  return { module: Application, imports: [platform, AccessModule, HealthModule, module] };
}

/** One application with what every application has. */
class Application {}

function endWhenTold(end: () => Promise<void>): void {
  const ended = () => {
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    void end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', ended).once('SIGTERM', ended);
}
