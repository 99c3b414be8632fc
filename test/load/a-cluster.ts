import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster } from '../../deploy/distributed/cluster.js';
import { ADMIN_KEY, withoutJestOptions } from '../support/server.js';

const NOW = Date.parse('2024-08-20T01:00:00Z');

/** One of each application on engines of their own, for one bench. */
export async function withCluster<Result>(
  work: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  chmodSync(folder, 0o711);
  const cluster = await startCluster({
    folder,
    adminKey: ADMIN_KEY,
    replicas: 1,
    port: 0,
    say: () => undefined,
    environment: {
      ...withoutJestOptions(),
      ...{ DATABASE_URL: '', REDIS_URL: '', KAFKA_BROKERS: '' },
      TIENDO_LOG_LEVEL: 'error',
      TIENDO_RATE_LIMIT: '0',
      TIENDO_CLOCK_OFFSET: String(Math.round((NOW - Date.now()) / 1000)),
    },
  });
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
