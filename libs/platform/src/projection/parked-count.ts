import type { Sql } from '../database/database.js';
import type { Metrics } from '../telemetry/metrics.js';

const COUNT = `SELECT projection, count(*)::int AS facts FROM parked_fact GROUP BY projection`;

/** Counts, whenever metrics are read, what is parked now, whichever process parked it. */
export function countParked(metrics: Metrics, sql: Sql): void {
  metrics.gauge(
    'tiendo_parked_facts',
    'Facts that are set aside and wait for somebody',
    ['projection'],
    async () => {
      const { rows } = await sql.query<{ projection: string; facts: number }>(COUNT);
      return rows.map(({ projection, facts }) => ({ labels: { projection }, value: facts }));
    },
  );
}
