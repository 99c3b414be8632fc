import { randomBytes } from 'node:crypto';
import { type AcceptedReport, FACTS, TOPICS } from '#contracts';
import type { Fact } from '#platform';
import { CATALOGUE_PROGRESS, REPORT_PROGRESS, rebuildProgress, type RebuildWish } from '#progress';
import { seeded } from '../faults/random.js';
import { allMigrations } from '#application';
import { aProvince, INDICATORS, REPORTING } from './a-province.js';
import { aFact, aWithdrawal, startWorld } from './world.js';

export type RebuildWorld = Awaited<ReturnType<typeof startRebuildWorld>>;

const MADE_ANEW = [
  'report',
  'refusal',
  'figure',
  'band',
  'standing_subject',
  'standing',
  'ancestry',
  'due_count',
  'progress_state',
];

/** A province whose projections run as they do in a server, and what it takes to rebuild beside them. */
export async function startRebuildWorld(now: string) {
  const world = await startWorld(now, allMigrations);
  await world.apply(aProvince(), false);
  await world.runner.run(world.following);
  await world.runner.run(world.reports);
  /** Waits until the read models follow this version. */
  const followed = async (version: number) => {
    const isThere = await world.runner.waitFor(CATALOGUE_PROGRESS, version - 1, 30_000);
    if (!isThere) throw new Error('not followed');
  };
  await followed(1);
  const random = seeded(11);
  const chance: Chance = (below) => Math.floor(random() * below);
  const told: Fact[] = [];

  /** Appends reports, estimates, corrections, withdrawals and repeats, and waits until they are projected. */
  const tell = async (count: number, projected = true) => {
    const facts = Array.from({ length: count }, () => aStep(told, chance));
    const appended = await world.log.append(TOPICS.reports, facts);
    const last = Math.max(...appended.map(({ offset }) => offset));
    if (projected && !(await world.runner.waitFor(REPORT_PROGRESS, last, 30_000))) {
      throw new Error('not projected');
    }
  };
  const role = `analyst_${randomBytes(4).toString('hex')}`;
  const wish: RebuildWish = { dryRun: false, allowChanges: false };
  const engines = { url: world.url, log: world.log, clock: world.clock };
  const rebuild = (more: Partial<RebuildWish> = {}) =>
    rebuildProgress(engines, { ...wish, ...more });

  return {
    ...world,
    engines,
    tell,
    followed,
    rebuild,
    /** Where everything lies: a table that was replaced lies elsewhere, though its rows are the same. */
    places: async () => {
      const { rows } = await world.database.query<{ places: string }>(
        `SELECT string_agg(oid::text, ',' ORDER BY relname) AS places FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1)`,
        [MADE_ANEW],
      );
      return rows[0]!.places;
    },
    /** The rows of every table but those made anew, in short. */
    beside: async () => {
      const { rows } = await world.database.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relispartition
           AND relname <> ALL ($1) ORDER BY 1`,
        [MADE_ANEW.filter((name) => name !== 'refusal')],
      );
      const contents: Record<string, string> = {};
      for (const { name } of rows) {
        const found = await world.database.query<{ content: string }>(
          `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS content FROM ${name} t`,
        );
        contents[name] = found.rows[0]!.content;
      }
      return contents;
    },
    role,
    grants: async () => {
      const { rows } = await world.database.query(
        `SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)
         WHERE grantee = $1::regrole ORDER BY 1, 2`,
        [role],
      );
      return rows;
    },
    twins: async () => {
      const { rows } = await world.database.query<{ name: string }>(
        `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'twin%'`,
      );
      return rows.map(({ name }) => name);
    },
    stop: async () => {
      await world.runner.stopAll();
      const { rowCount } = await world.database.query(`SELECT FROM pg_roles WHERE rolname = $1`, [
        role,
      ]);
      if (rowCount) await world.database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await world.stop();
    },
  };
}

type Chance = (below: number) => number;

function aStep(told: Fact[], chance: Chance): Fact {
  const reports = told.filter(({ type }) => type === FACTS.reportAccepted);
  const one = reports[chance(Math.max(1, reports.length))];
  const fact =
    one && chance(10) === 0 ? aSecondWord(one, told.length, chance) : aReport(told.length, chance);
  told.push(fact);
  return fact;
}

/** A withdrawal, a repeat, or other content under the same id, which the ledger refuses. */
function aSecondWord(one: Fact, no: number, chance: Chance): Fact {
  const report = one.data as AcceptedReport;
  return [
    { ...aWithdrawal(report.reportId, one.key), id: `w${no}` },
    { ...one, id: `again${no}` },
    { ...one, id: `other${no}`, data: { ...report, fingerprint: `other${no}` } },
  ][chance(3)]!;
}

function aReport(no: number, chance: Chance): Fact {
  const indicator = INDICATORS[chance(INDICATORS.length)]!;
  const value = (chance(320) / 10 - 2).toFixed(1);
  const shape = {
    plain: { value },
    ratio: { numerator: value, denominator: String(chance(4)) },
    done: { done: chance(2) === 0 },
  }[(indicator as { value?: 'ratio' | 'done' }).value ?? 'plain'];
  const period = indicator.frequency === 'quarter' ? '2024-Q1' : `2024-0${1 + chance(5)}`;
  return aFact({
    reportId: `r${no}`,
    indicator: indicator.code,
    unit: REPORTING[chance(REPORTING.length)]!,
    period,
    standing: chance(3) === 0 ? 'estimate' : 'official',
    ...shape,
  });
}
