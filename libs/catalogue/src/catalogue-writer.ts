import { MASKED_SECRET, type Applied, type Principal, type Problem } from '#contracts';
import { AddressRules, Clock, Correlation, Database, Unavailable, type Sql } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import { Announcements } from './announcements.js';
import { CurrentCatalogue } from './current-catalogue.js';
import { writeVersion } from './document-store.js';
import type { Catalogue } from './model/catalogue.js';
import { changesIn, type Changes } from './model/changes.js';
import { COLLECTIONS } from './model/collection.js';
import { Draft } from './model/draft.js';
import type { Proposal } from './model/proposal.js';
import { recomputeFor, targetsRecomputed, type Recompute } from './model/recompute.js';
import { withKeptSecrets } from './model/secrets.js';
import { validate, type Surroundings } from './model/validate.js';
import { scheduleReader } from './schedule-reader.js';
import { CHANNEL } from './catalogue-watch.js';

/** A change of reference data, who asks for it and why. */
export interface Edit {
  readonly proposal: Proposal;
  readonly by: Principal;
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** Done whole, or not at all with everything that stands against it. */
export type Outcome = { readonly applied: Applied } | { readonly problems: readonly Problem[] };

interface Plan {
  readonly changes: Changes;
  readonly recompute: Recompute;
  readonly applied: Applied;
}

/** All editors, of whatever process, take turns. */
const TAKE_TURN = `SELECT pg_advisory_xact_lock(hashtextextended('tiendo reference data', 0))`;
const WAKE = `SELECT pg_notify('${CHANNEL}', $1)`;

/** Changes the reference data: validates the whole, writes one version, tells the log, and reads it back. */
@Injectable()
export class CatalogueWriter {
  private readonly logger = new Logger(CatalogueWriter.name);
  private readonly surroundings: Surroundings;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly current: CurrentCatalogue,
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    addresses: AddressRules,
  ) {
    this.surroundings = {
      ...scheduleReader,
      isAllowedHost: (host) => addresses.isAllowed(host),
      isMask: (secret) => secret === MASKED_SECRET,
    };
  }

  /** What an edit changes and makes worth recomputing, or would, for a dry run. */
  async write(edit: Edit): Promise<Outcome> {
    if (edit.dryRun === true) {
      const plan = this.plan(edit, await this.current.load());
      return 'problems' in plan ? plan : { applied: { ...plan.applied, dryRun: true } };
    }
    // One connection per process waits for its turn, so that editors never hold the whole pool.
    const turn = this.turn.then(() => this.commit(edit));
    this.turn = turn.catch(() => undefined);
    const outcome = await turn;
    if ('applied' in outcome) await this.tell();
    return outcome;
  }

  private commit(edit: Edit): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      await tx.query(TAKE_TURN);
      const before = await this.current.load(undefined, tx);
      const plan = this.plan(edit, before);
      if ('problems' in plan) return plan;
      if (plan.changes.all.length > 0) await this.record(tx, before.version + 1, edit, plan);
      return { applied: plan.applied };
    });
  }

  private plan(edit: Edit, before: Catalogue): Plan | { problems: readonly Problem[] } {
    const proposal = withKeptSecrets(edit.proposal, before, this.surroundings.isMask);
    const draft = new Draft(before, proposal);
    const problems = validate(draft, edit.by, this.surroundings);
    if (problems.length > 0) return { problems };
    const changes = changesIn(draft);
    const recompute = recomputeFor(draft, changes);
    const { created, changed, unchanged } = changes;
    const counts = {
      targets: targetsRecomputed(draft, recompute),
      indicators: recompute.indicators.length,
    };
    return { changes, recompute, applied: { created, changed, unchanged, recompute: counts } };
  }

  private async record(tx: Sql, version: number, edit: Edit, plan: Plan): Promise<void> {
    const made = {
      version,
      at: this.clock.now(),
      by: edit.by.name,
      why: edit.why,
      correlationId: Correlation.current(),
      changes: { version, changed: codesByCollection(plan.changes), recompute: plan.recompute },
    };
    await writeVersion(tx, made, plan.changes.all);
    await tx.query(WAKE, [String(version)]);
  }

  /** What is committed stays so, even when the log cannot be reached now: then it is told later. */
  private async tell(): Promise<void> {
    await this.current.load();
    try {
      await this.announcements.announce();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.logger.warn(`Reference data was changed and is not in the log yet: ${error.message}`);
    }
  }
}

function codesByCollection(changes: Changes) {
  const codes = COLLECTIONS.map((collection) => [
    collection,
    changes.all.filter((change) => change.collection === collection).map(({ code }) => code),
  ]);
  return Object.fromEntries(codes) as Record<(typeof COLLECTIONS)[number], string[]>;
}
