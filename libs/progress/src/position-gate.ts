import { CurrentCatalogue } from '#catalogue';
import { TOPICS } from '#contracts';
import { EventLog, positionIn, ProjectionRunner } from '#platform';
import { Injectable } from '@nestjs/common';
import { CATALOGUE_PROGRESS } from './catalogue-progress.projection.js';
import { type NotAnswered, notAnswered } from './not-answered.js';
import { REPORT_PROGRESS } from './report-progress.projection.js';

const PATIENCE_MS = 5000;
const LOOK_EVERY_MS = 20;

/** Lets a reader wait for its own report, and for the reference data that was there when it asked. */
@Injectable()
export class PositionGate {
  /** The version of reference data that the standings are known to follow. */
  private followed = 0;

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly log: EventLog,
    private readonly catalogues: CurrentCatalogue,
  ) {}

  /** Waits until the position is projected, for at most five seconds; answers why not, or undefined. */
  async notReached(position: string | undefined): Promise<NotAnswered | undefined> {
    if (position === undefined) return undefined;
    const place = positionIn(position);
    if (place === undefined) {
      const message = 'This is not a position that was given out here.';
      return notAnswered('parameter-malformed', 'minPosition', message);
    }
    const until = performance.now() + PATIENCE_MS;
    const isThere =
      (await this.isFollowed(until)) &&
      (await this.runner.waitFor(REPORT_PROGRESS, place, until - performance.now()));
    if (isThere) return undefined;
    const message = `The position ${position} was not projected within ${PATIENCE_MS / 1000} seconds.`;
    return notAnswered('position-not-reached', 'minPosition', message);
  }

  /** A version is announced right after it was applied, and followed right after that. */
  private async isFollowed(until: number): Promise<boolean> {
    const { version } = this.catalogues.get();
    while (version > this.followed) {
      const left = until - performance.now();
      if (left <= 0) return false;
      const fact = await this.log.find(TOPICS.catalogue, `catalogue:${version}`);
      if (fact && (await this.runner.waitFor(CATALOGUE_PROGRESS, fact.position, left))) {
        this.followed = Math.max(this.followed, version);
      } else await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
    }
    return true;
  }
}
