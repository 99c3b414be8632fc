import * as access from '#access';
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
  stop(): Promise<void>;
}

/** Starts everything and listens. What had started is ended again when something after it fails. */
export async function serve(configuration: Configuration): Promise<Served> {
  const settings = configuration.of;
  const logger = new JsonLogger(settings.TIENDO_LOG_LEVEL);
  const { engines, stop } = await startEngines(configuration, logger);
  try {
    const { database, clock } = engines;
    const { TIENDO_DATA_DIR, TIENDO_ADMIN_KEY } = settings;
    const admin = await access.ensureAdminKey(database, clock, TIENDO_DATA_DIR, TIENDO_ADMIN_KEY);
    const app = await createHttpApp(StandaloneModule.on(engines), {
      logger,
      rateLimit: settings.TIENDO_RATE_LIMIT,
    });
    assertOneHandlerEach(app, [platform, catalogue, reports, progress, access]);
    await app.listen(settings.TIENDO_HTTP_PORT, settings.TIENDO_HTTP_HOST);
    return { address: await app.getUrl(), admin, stop: () => app.close().then(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}
