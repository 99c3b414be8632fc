// A process with an embedded PostgreSQL on the data folder it is given, until it is told to end.
import { startEmbeddedPostgres } from '../../dist/libs/platform/src/index.js';

try {
  const postgres = await startEmbeddedPostgres(process.argv[2]);
  process.once('SIGTERM', () => void postgres.stop());
  void postgres.ended.then(() => console.log('ended'));
  console.log(`ready ${postgres.url}`);
} catch (error) {
  console.error(`${error.name} ${error.code}: ${error.message}`);
  process.exitCode = 1;
}
