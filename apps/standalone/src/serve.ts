import * as access from '#access';
import * as alerts from '#alerts';
import * as catalogue from '#catalogue';
import * as platform from '#platform';
import { assertOneHandlerEach, type Configuration, createHttpApp, JsonLogger } from '#platform';
import * as progress from '#progress';
import * as reports from '#reports';
import { startEngines } from './engines.js';
import { StandaloneModule } from './standalone.module.js';

/** A running Tiendo. */
export interface Served {
  readonly address: string;
  readonly admin: access.AdminKey;
  /** Resolves when the engines have ended, whoever ended them. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything and listens; the clock starts at `startsAt` where that is given. What had started is ended again when something after it fails. */
export async function serve(configuration: Configuration, startsAt?: Date): Promise<Served> {
  const settings = configuration.of;
  const logger = new JsonLogger(settings.TIENDO_LOG_LEVEL);
  const { engines, ended, stop } = await startEngines(configuration, logger, startsAt);
  try {
    const { database, clock } = engines;
    const { TIENDO_DATA_DIR, TIENDO_ADMIN_KEY } = settings;
    const admin = await access.ensureAdminKey(database, clock, TIENDO_DATA_DIR, TIENDO_ADMIN_KEY);
    const app = await createHttpApp(StandaloneModule.on(engines), {
      logger,
      rateLimit: settings.TIENDO_RATE_LIMIT,
    });
    assertOneHandlerEach(app, [platform, catalogue, reports, progress, alerts, access]);
    await app.listen(settings.TIENDO_HTTP_PORT, settings.TIENDO_HTTP_HOST);
    await engines.jobQueue.start();
    const end = async () => {
      await engines.jobQueue.close();
      await app.close();
      await stop();
    };
    return { address: await app.getUrl(), admin, ended, stop: end };
  } catch (error) {
    await stop();
    throw error;
  }
}
