import type { Catalogue, Rule } from '#catalogue';
import { Database } from '#platform';
import { Injectable } from '@nestjs/common';
import { nextRun } from './schedule.js';

const SYNC = `
  INSERT INTO due_item (rule, schedule, next_run)
  SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
  ON CONFLICT (rule) DO UPDATE SET schedule = excluded.schedule,
    next_run = least(due_item.next_run, excluded.next_run)`;

const DUE = `SELECT rule FROM due_item WHERE next_run <= $1 ORDER BY rule`;

const RAN = `
  UPDATE due_item d SET next_run = r.next_run, last_run = $3
  FROM unnest($1::text[], $2::timestamptz[]) AS r (rule, next_run) WHERE d.rule = r.rule`;

/**
 * What has to be evaluated when: rows, so that nothing is lost with a job. What was missed while nobody
 * looked is due once. After a clock went back nothing waits longer than its schedule says.
 */
@Injectable()
export class DueList {
  private version = 0;
  private lastLook = 0;

  constructor(private readonly database: Database) {}

  /** The rules that are due, by code. */
  async due(catalogue: Catalogue, now: Date): Promise<readonly string[]> {
    const wentBack = now.getTime() < this.lastLook;
    if (catalogue.version !== this.version || wentBack) await this.sync(catalogue, now);
    this.version = catalogue.version;
    this.lastLook = now.getTime();
    const { rows } = await this.database.query<{ rule: string }>(DUE, [now]);
    return rows.map(({ rule }) => rule).filter((code) => catalogue.rule(code) !== undefined);
  }

  /** The rules were evaluated at `now`; each is due again when its schedule says. */
  async ran(catalogue: Catalogue, codes: readonly string[], now: Date): Promise<void> {
    const rules = codes.flatMap((code) => catalogue.rule(code) ?? []);
    const times = rules.map((rule) => nextOf(catalogue, rule, now));
    await this.database.query(RAN, [rules.map(({ code }) => code), times, now]);
  }

  /** A new rule is due at once; a known one no later than its schedule says from now on. */
  private async sync(catalogue: Catalogue, now: Date): Promise<void> {
    const { rules } = catalogue;
    const { rows } = await this.database.query<{ rule: string }>(`SELECT rule FROM due_item`);
    const known = new Set(rows.map(({ rule }) => rule));
    const times = rules.map((rule) => (known.has(rule.code) ? nextOf(catalogue, rule, now) : now));
    await this.database.query(SYNC, [
      rules.map(({ code }) => code),
      rules.map(({ schedule }) => JSON.stringify(schedule)),
      times,
    ]);
    await this.database.query(`DELETE FROM due_item WHERE rule <> ALL ($1)`, [
      rules.map(({ code }) => code),
    ]);
  }
}

function nextOf(catalogue: Catalogue, rule: Rule, after: Date): Date {
  return nextRun(rule.schedule, after, catalogue.calendar('civil').timeZone);
}
