import { TOPICS } from '#contracts';
import type { Cause, EventLog } from '#platform';

/** Beyond so many at once nobody follows single requests. */
const MOST = 200;

/**
 * What led to the reports at these positions, so that a request can be followed to its alert and delivery;
 * `otherwise` where there is no report.
 */
export async function causesOf(
  log: EventLog,
  positions: readonly (string | null)[],
  otherwise: Cause,
): Promise<(position: string | null) => Cause> {
  const causes = new Map<string, Cause>();
  const wanted = [...new Set(positions.flatMap((position) => position ?? []))].slice(0, MOST);
  for (const position of wanted) {
    const [fact] = await log.between(TOPICS.reports, Number(position), Number(position) + 1);
    if (fact) causes.set(position, fact);
  }
  return (position) => causes.get(position ?? '') ?? otherwise;
}
