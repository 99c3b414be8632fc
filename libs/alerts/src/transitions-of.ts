import { type Catalogue, periodNo, periodOf, type Rule, type Target } from '#catalogue';
import type { Alert, TimelineEntry } from '#contracts';
import { dayIn, type Sql } from '#platform';
import { assessedPeriods, todayAt, verdictOf } from '#progress';
import { alertId } from './alert-id.js';
import type { Candidate } from './judge-group.js';
import { evolve, unbegun } from './model/alert.js';
import { holds } from './model/condition.js';
import { decide, type OpenEpisode, WORSENING } from './model/decide.js';
import { alertsById, latestEpisodes } from './stored-alerts.js';

const CHUNK = 500;

/** An alert after its new line, and the latest fact that the line rests on. */
export interface Transition {
  readonly alert: Alert;
  readonly offset: string | null;
}

interface Case {
  readonly rule: Rule;
  readonly target: Target;
  readonly candidate: Candidate;
  readonly open: Alert | undefined;
}

/** What happens to the candidates, decided by the model. Targets of units that ended begin nothing. */
export async function transitionsOf(
  sql: Sql,
  catalogue: Catalogue,
  candidates: readonly Candidate[],
  now: Date,
): Promise<Transition[]> {
  const cases = await casesOf(sql, catalogue, candidates, now);
  const streaks = await streaksOf(sql, catalogue, cases, now);
  const decided = cases.flatMap((one) => {
    const what = decide(one.rule, judgementOf(one, streaks(one)), one.open && openOf(one.open));
    return what ? [{ ...one, what }] : [];
  });
  const episodes = await latestEpisodes(sql, decided.filter(({ open }) => !open).map(placeOf));
  return decided.map(({ what, ...one }) => ({
    alert: evolve(one.open ?? unbegun(episodeOf(one, episodes)), lineOf(what, one.candidate, now)),
    offset: one.candidate.offset,
  }));
}

async function casesOf(
  sql: Sql,
  catalogue: Catalogue,
  candidates: readonly Candidate[],
  now: Date,
): Promise<Case[]> {
  const open = await alertsById(
    sql,
    candidates.flatMap(({ alertId: id }) => id ?? []),
  );
  return candidates.flatMap((candidate) => {
    const rule = catalogue.rule(candidate.rule);
    const target = catalogue.targetByNo(candidate.targetNo);
    if (!rule || !target) return [];
    const today = dayIn(now, catalogue.calendarOf(target.indicator).timeZone);
    const alert = open.get(candidate.alertId ?? '');
    const begins = alert || catalogue.units.validOn(target.unit, today);
    return begins ? [{ rule, target, candidate, open: alert }] : [];
  });
}

/** How many of the latest assessed periods in a row a rule holds in: looked up only where more than one is asked. */
async function streaksOf(
  sql: Sql,
  catalogue: Catalogue,
  cases: readonly Case[],
  now: Date,
): Promise<(one: Case) => number> {
  const streaks = new Map<Case, number>();
  const asked = cases.filter(isStreakAsked);
  for (let first = 0; first < asked.length; first += CHUNK) {
    const chunk = asked.slice(first, first + CHUNK);
    const most = Math.max(...chunk.map(({ rule }) => rule.for));
    const targets = [...new Set(chunk.map(({ target }) => target.no))];
    const periods = await assessedPeriods(sql, catalogue, targets, most, todayAt(now));
    for (const one of chunk) {
      const latestFirst = [...(periods.get(one.target.no) ?? [])].reverse();
      const isKept = latestFirst.map(
        (past) => holds(one.rule.when, { ...past, status: past.verdict.status }) === true,
      );
      const end = isKept.indexOf(false);
      streaks.set(one, end === -1 ? isKept.length : end);
    }
  }
  return (one) => streaks.get(one) ?? one.rule.for;
}

/** A report is overdue by working days, not for periods. */
function isStreakAsked({ rule, candidate, open }: Case): boolean {
  const isBeginning = !open || open.state === 'pending';
  return rule.for > 1 && !('overdue' in rule.when) && isBeginning && candidate.holds === true;
}

function judgementOf({ candidate }: Case, streak: number) {
  const { period, holds: isHeld, clears, verdict } = candidate;
  return { status: verdictOf(verdict).status, period, holds: isHeld, clears, streak };
}

/** An alert's timeline tells periods by name; numbers of one frequency are in the order of time. */
function openOf({ state, timeline }: Alert): OpenEpisode {
  const told = timeline.flatMap(({ status }) => (status ? WORSENING.indexOf(status) : []));
  const periods = timeline.flatMap(({ period }) => (period ? periodNo(period) : []));
  return {
    state,
    worst: WORSENING[Math.max(-1, ...told)] ?? null,
    period: periods.length > 0 ? Math.max(...periods) : null,
  };
}

function episodeOf({ rule, target }: Case, episodes: ReadonlyMap<string, number>) {
  const episode = (episodes.get(`${rule.code}/${target.id}`) ?? 0) + 1;
  return {
    id: alertId(rule.code, target.id, episode),
    rule: rule.code,
    targetId: target.id,
    indicator: target.indicator.code,
    unit: target.unit.id,
    severity: rule.severity,
    episode,
  };
}

function placeOf({ rule, target }: Case) {
  return { rule: rule.code, targetId: target.id };
}

function lineOf(what: TimelineEntry['what'], candidate: Candidate, now: Date): TimelineEntry {
  const { period, verdict } = candidate;
  return {
    at: now.toISOString(),
    what,
    status: verdictOf(verdict).status,
    ...(period !== null && { period: periodOf(period) }),
  };
}
