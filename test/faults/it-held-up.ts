import { expect, test } from '@jest/globals';
import type { Aftermath } from './aftermath.js';
import { countedFigures, writtenFigures } from './counted-figures.js';

/** What must be true whatever was killed: nothing acknowledged lost, nothing counted or told twice. */
export function itHeldUp(after: () => Aftermath, atLeast: number): void {
  test('no client was answered what it should not have been', () => {
    expect(after().journal.violations).toEqual([]);
    expect(after().journal.accepted.size).toBeGreaterThan(atLeast);
  });

  test('every acknowledged report is in the log once, where it was said to be', () => {
    const offsets = new Map(after().facts.map(({ id, offset }) => [id, offset.padStart(16, '0')]));
    expect(offsets.size).toBe(after().facts.length);
    const lost = [...after().journal.accepted.values()].filter(
      ({ reportId, position }) => offsets.get(reportId) !== position,
    );
    expect(lost).toEqual([]);
  });

  test('every acknowledged report is in the ledger once, and withdrawn where that was acknowledged', () => {
    const ledger = new Map(after().ledger.map((row) => [row.report_id, row.withdrawn]));
    expect(ledger.size).toBe(after().ledger.length);
    expect([...after().journal.accepted.keys()].filter((id) => !ledger.has(id))).toEqual([]);
    expect([...after().journal.withdrawn].filter((id) => ledger.get(id) !== true)).toEqual([]);
  });

  test('the figures are those that follow from the facts, computed anew', () => {
    const good = after().facts.filter(({ id }) => !after().journal.poison.has(id));
    expect(writtenFigures(after().figures)).toEqual(countedFigures(good));
  });

  test('what cannot be applied is set aside, and nothing else is', () => {
    expect([...after().parked].sort()).toEqual([...after().journal.poison].sort());
  });

  test('no alert is lost: each red target has one that is open, and nothing else has', () => {
    const standing = new Map(after().standings.map((row) => [row.target, row]));
    const open = after().alerts.filter(({ state }) => state === 'open');
    const red = after().standings.filter(({ status }) => ['off-track', 'missed'].includes(status));
    const targets = open.map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
    expect(red.map(({ target }) => target).filter((target) => !targets.includes(target))).toEqual(
      [],
    );
    const kept = open.filter(({ target, period }) => {
      const now = standing.get(target);
      const isSilent = now?.period === null || (now?.period ?? 0) < (period ?? 0);
      return !isSilent && !red.some((one) => one.target === target);
    });
    expect(kept).toEqual([]);
  });

  test('none is raised twice: an episode begins once, and after the one before it has ended', () => {
    const raised = after().alertFacts.filter(({ data }) => data.timeline.at(-1)?.what === 'raised');
    const ids = raised.map(({ data }) => data.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
    const episodes = new Map<string, number>();
    for (const { data } of after().alertFacts) {
      const known = episodes.get(data.targetId) ?? 0;
      expect([known, known + 1]).toContain(data.episode);
      episodes.set(data.targetId, data.episode);
    }
    const unended = after().alerts.filter(
      ({ target, episode, state }) => state === 'open' && episode !== episodes.get(target),
    );
    expect(unended).toEqual([]);
  });

  test('the planners were told everything, and each thing in one way only', () => {
    const told = new Map<string, Set<string>>();
    for (const { id, body } of after().received) {
      told.set(id, (told.get(id) ?? new Set()).add(body));
    }
    const expected = after().alertFacts.map(({ id }) => id);
    expect([...told.keys()].sort()).toEqual([...expected].sort());
    expect([...told.values()].filter((bodies) => bodies.size > 1)).toEqual([]);
  });
}
