import { TOPICS } from '#contracts';
import type { EventLog, Sql } from '#platform';
import { CATALOGUE_PROGRESS } from '../catalogue-progress.projection.js';
import { REPORT_PROGRESS } from '../report-progress.projection.js';

/** How far the live read models are. */
export interface LiveState {
  /** The version of reference data they follow. */
  readonly version: number;
  /** The latest day by which anything was judged; null before anything was. */
  readonly day: string | null;
  /** The next offset of each partition of the reports' topic. */
  readonly next: ReadonlyMap<number, number>;
}

/** One statement, so that no fact is in `next` that needs a later version. */
const LIVE_STATE = `
  SELECT coalesce((SELECT catalogue_version FROM progress_state),
                  (SELECT max(version) FROM reference_version WHERE announced), 0) AS version,
         (SELECT revisited_on::text FROM progress_state) AS day,
         (SELECT json_object_agg(partition, next_offset) FROM projection_position
          WHERE projection = $1) AS next`;

interface Row {
  readonly version: number;
  readonly day: string | null;
  readonly next: Readonly<Record<string, number>> | null;
}

export async function liveState(live: Sql): Promise<LiveState> {
  const { rows } = await live.query<Row>(LIVE_STATE, [REPORT_PROGRESS.name]);
  const { version, day, next } = rows[0] as Row;
  const offsets = Object.entries(next ?? {}).map(([partition, offset]): [number, number] => [
    Number(partition),
    offset,
  ]);
  return { version, day, next: new Map(offsets) };
}

/** Whether the live read models have done all that their version of reference data asks for. */
export async function isSettled(live: Sql, log: EventLog): Promise<boolean> {
  const { version } = await liveState(live);
  const fact = await log.find(TOPICS.catalogue, `catalogue:${version}`);
  if (!fact) return true;
  const { rowCount } = await live.query(
    `SELECT 1 FROM projection_position WHERE projection = $1 AND partition = $2 AND next_offset > $3`,
    [CATALOGUE_PROGRESS.name, fact.partition, fact.offset],
  );
  return rowCount === 1;
}
