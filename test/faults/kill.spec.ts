import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { countedFigures, writtenFigures } from './counted-figures.js';
import { killRounds, type Aftermath } from './kill-rounds.js';

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? (process.env['CI'] ? 30 : 5));
const SEED = Number(process.env['FAULT_SEED'] ?? 20240820);

jest.setTimeout(60_000 + ROUNDS * 15_000);

describe(`after ${ROUNDS} kills of the whole process tree, seed ${SEED}`, () => {
  let after: Aftermath;
  beforeAll(async () => {
    after = await killRounds(ROUNDS, SEED);
  });

  test('no client was answered what it should not have been', () => {
    expect(after.journal.violations).toEqual([]);
    expect(after.journal.accepted.size).toBeGreaterThan(ROUNDS);
  });

  test('every acknowledged report is in the log once, where it was said to be', () => {
    const offsets = new Map(after.facts.map(({ id, offset }) => [id, offset.padStart(16, '0')]));
    expect(offsets.size).toBe(after.facts.length);
    const lost = [...after.journal.accepted.values()].filter(
      ({ reportId, position }) => offsets.get(reportId) !== position,
    );
    expect(lost).toEqual([]);
  });

  test('every acknowledged report is in the ledger once, and withdrawn where that was acknowledged', () => {
    const ledger = new Map(after.ledger.map((row) => [row.report_id, row.withdrawn]));
    expect(ledger.size).toBe(after.ledger.length);
    expect([...after.journal.accepted.keys()].filter((id) => !ledger.has(id))).toEqual([]);
    expect([...after.journal.withdrawn].filter((id) => ledger.get(id) !== true)).toEqual([]);
  });

  test('the figures are those that follow from the facts, computed anew', () => {
    expect(writtenFigures(after.figures)).toEqual(countedFigures(after.facts));
  });
});
