import pg from 'pg';
import { FACTS, TOPICS } from '#contracts';
import { Database, KafkaEventLog } from '#platform';
import type { Cluster } from '../../deploy/distributed/cluster.js';
import type { Journal } from './client.js';

let made = 0;

/** Facts of an indicator that nobody knows, each under a key of its own, until every partition has one. */
export async function poisonEveryPartition(cluster: Cluster, journal: Journal): Promise<void> {
  const pool = new pg.Pool({ connectionString: cluster.databaseUrl });
  const log = new KafkaEventLog(new Database(pool), { brokers: [cluster.brokers] });
  try {
    const without = new Set((await log.ends(TOPICS.reports)).keys());
    while (without.size > 0) {
      const fact = aPoison();
      const [placed] = await log.append(TOPICS.reports, [fact]);
      without.delete(placed?.partition ?? -1);
      journal.poison.add(fact.id);
    }
  } finally {
    await log.close();
    await pool.end();
  }
}

function aPoison() {
  const id = `poison-${(made += 1)}`;
  return {
    id,
    type: FACTS.reportAccepted,
    key: id,
    time: '2024-08-20T01:00:00.000Z',
    correlationId: id,
    data: { reportId: id, indicator: id, unit: 'town-north', period: '2024-07', value: '1' },
  };
}
