import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Submitted } from '#reports';
import { smallTown } from '../support/small-town.js';
import { administrator, aReport, aWard, type Door, openDoor } from './door.js';

jest.setTimeout(60_000);

let door: Door;
let ids = 0;
/** A report that no other test sends. */
const fresh = (changes: Record<string, unknown> = {}) =>
  aReport({ reportId: `s-${(ids += 1)}`, ...changes });

beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const codesOf = (answer: Submitted) =>
  answer.state === 'refused' ? answer.refusals.map(({ code }) => code) : [];
const positionText = (answer: Submitted) =>
  answer.state === 'accepted' ? answer.position : undefined;

describe('an id decides', () => {
  test('one report sent fifty times at once is one fact with one answer', async () => {
    const report = fresh();
    const before = await door.facts();
    const answers = await Promise.all(Array.from({ length: 50 }, () => door.submitOne(report)));
    expect(new Set(answers.map(positionText)).size).toBe(1);
    expect(answers.every(({ state }) => state === 'accepted')).toBe(true);
    expect(await door.facts()).toBe(before + 1);
  });

  test('of fifty contents sent at once under one id exactly one is accepted', async () => {
    const report = fresh();
    const before = await door.facts();
    const contents = Array.from({ length: 50 }, (_, n) => ({ ...report, value: String(n) }));
    const answers = await Promise.all(contents.map((content) => door.submitOne(content)));
    expect(answers.filter(({ state }) => state === 'accepted')).toHaveLength(1);
    const refused = answers.filter(({ state }) => state === 'refused');
    expect(new Set(refused.flatMap(codesOf))).toEqual(new Set(['duplicate-conflict']));
    expect(await door.facts()).toBe(before + 1);
    await door.settled();
    const [{ amount }] = (await door.ledger()).filter(
      (row) => row.report_id === report['reportId'],
    ) as any;
    expect(contents[answers.findIndex(({ state }) => state === 'accepted')]?.value).toBe(amount);
  });

  test('the same content written otherwise has the same answer', async () => {
    const report = fresh({ value: '1.0' });
    const first = await door.submitOne(report);
    const turned = Object.fromEntries(Object.entries(report).reverse());
    expect(await door.submitOne({ ...turned, value: 1, standing: 'official' })).toEqual(first);
  });

  test('a batch that repeats an id takes it once, and refuses other content', async () => {
    const report = fresh();
    const before = await door.facts();
    const answers = await door.submit([report, report, { ...report, value: '99' }, report]);
    expect(answers.map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
      'refused',
      'accepted',
    ]);
    expect(new Set(answers.map(positionText).filter(Boolean)).size).toBe(1);
    expect(codesOf(answers[2]!)).toEqual(['duplicate-conflict']);
    expect(await door.facts()).toBe(before + 1);
  });

  test('a report without an id gets one', async () => {
    const answers = await door.submit([
      aReport({ reportId: undefined }),
      aReport({ reportId: undefined }),
    ]);
    const made = answers.map(({ reportId }) => reportId);
    expect(new Set(made).size).toBe(2);
    expect(made[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('retries ×10 change nothing', async () => {
    const aRow = fc.record({
      reportId: fc.integer({ min: 0, max: 8 }).map((n) => `retry-${n}`),
      unit: fc.constantFrom('town-north', 'town-south', 'nowhere'),
      value: fc.constantFrom('1', '2', 'x', '-1'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRow, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        async (rows, run) => {
          const batch = rows.map((row) => aReport({ ...row, reportId: `${run}-${row.reportId}` }));
          const first = await door.submit(batch);
          const [facts, refusals] = [await door.facts(), await door.refusals()];
          for (let n = 0; n < 10; n += 1) expect(await door.submit(batch)).toEqual(first);
          expect([await door.facts(), await door.refusals()]).toEqual([facts, refusals]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('what was accepted once keeps its answer when the rules have become stricter since', async () => {
    const report = fresh({ value: '500' });
    const first = await door.submitOne(report);
    await door.settled();
    const [revenue, ...others] = smallTown().indicators;
    await door.apply({ indicators: [{ ...revenue, bounds: { min: '0', max: '400' } }] });
    try {
      expect(await door.submitOne(report)).toEqual(first);
      expect(codesOf(await door.submitOne({ ...report, value: '501' }))).toEqual([
        'value-out-of-bounds',
      ]);
      expect(codesOf(await door.submitOne(report, aWard('town-south')))).toContain('not-permitted');
    } finally {
      await door.apply({ indicators: [revenue, ...others] });
    }
  });
});

describe('rows are judged by themselves', () => {
  test('good rows are taken, bad rows are told, in their order', async () => {
    const answers = await door.submit(
      [fresh(), fresh({ unit: 'town-south' }), null, fresh({ value: '1,5' }), fresh()],
      aWard('town-north'),
    );
    expect(answers.map(({ state }) => state)).toEqual([
      'accepted',
      'refused',
      'refused',
      'refused',
      'accepted',
    ]);
    expect(answers.slice(1, 4).map(codesOf)).toEqual([
      ['not-permitted'],
      ['field-malformed'],
      ['value-malformed'],
    ]);
  });

  test('what is accepted and refused is counted, a repeated report once', async () => {
    const valueOf = async (name: string) =>
      (await door.metrics.registry.getSingleMetric(name)!.get()).values;
    const accepted = async () => (await valueOf('tiendo_reports_accepted_total'))[0]!.value;
    const refused = async (code: string) =>
      (await valueOf('tiendo_reports_refused_total')).find((one) => one.labels['code'] === code)
        ?.value ?? 0;
    const before = [await accepted(), await refused('unknown-unit')] as const;
    const report = fresh();
    await door.submit([report, report, fresh({ unit: 'nowhere' })]);
    expect(await accepted()).toBe(before[0] + 1);
    expect(await refused('unknown-unit')).toBe(before[1] + 1);
  });
});

describe('a receipt', () => {
  test('of an accepted report says when it was accepted and projected', async () => {
    const report = fresh();
    const answer = await door.submitOne(report);
    await door.settled();
    const reportId = String(report['reportId']);
    expect(await door.receipt(reportId)).toEqual({
      reportId,
      state: 'projected',
      position: positionText(answer),
      acceptedAt: '2024-08-20T01:00:00.000Z',
      recordedAt: '2024-08-20T01:00:00.000Z',
      projectedAt: '2024-08-20T01:00:00.000Z',
      refusedAt: null,
    });
    expect(await door.receipt(reportId, aWard('town-north'))).toBeDefined();
    expect(await door.receipt(reportId, aWard('town-south'))).toBeUndefined();
  });

  test('of a refused report says why, to its sender and to who oversees the unit, at once', async () => {
    const report = fresh({ value: 'x' });
    await door.submitOne(report, aWard('town-north'));
    const reportId = String(report['reportId']);
    const found = await door.receipt(reportId, aWard('town-north'));
    expect(found).toMatchObject({
      state: 'refused',
      position: null,
      refusedAt: expect.any(String),
    });
    expect(found?.refusals).toMatchObject([{ pointer: '/value', code: 'value-malformed' }]);
    expect(await door.receipt(reportId, aWard('town'))).toBeDefined();
    expect(await door.receipt(reportId, aWard('town-south'))).toBeUndefined();
  });

  test('of a report that was mended under its id is that of the accepted one', async () => {
    const report = fresh({ value: 'x' });
    await door.submitOne(report);
    await door.submitOne({ ...report, value: '1' });
    expect((await door.receipt(String(report['reportId'])))?.state).not.toBe('refused');
    await door.settled();
    expect((await door.receipt(String(report['reportId'])))?.state).toBe('projected');
  });

  test('there is none for an id that nobody sent', async () => {
    expect(await door.receipt('never')).toBeUndefined();
  });
});

describe('what cannot be kept by a database', () => {
  test('is refused, and its refusal can be read', async () => {
    const report = fresh({ period: '2024-\u0000', note: '\u0000' });
    expect(codesOf(await door.submitOne(report))).toEqual(['period-malformed', 'field-malformed']);
    const found = await door.receipt(String(report['reportId']), administrator);
    expect(found?.state).toBe('refused');
  });
});
