import { offsetOf, type ProjectionRunner } from '#platform';
import { type NotAnswered, notAnswered } from './not-answered.js';
import { REPORT_PROGRESS } from './report-progress.projection.js';

const PATIENCE_MS = 5000;

/** Waits until the position is projected, for at most five seconds; answers why not, or undefined. */
export async function positionNotReached(
  runner: ProjectionRunner,
  position: string | undefined,
): Promise<NotAnswered | undefined> {
  if (position === undefined) return undefined;
  const offset = offsetOf(position);
  if (offset === undefined) {
    const message = 'This is not a position that was given out here.';
    return notAnswered('parameter-malformed', 'minPosition', message);
  }
  if (await runner.waitFor(REPORT_PROGRESS, offset, PATIENCE_MS)) return undefined;
  const message = `The position ${position} was not projected within ${PATIENCE_MS / 1000} seconds.`;
  return notAnswered('position-not-reached', 'minPosition', message);
}
