import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TOPICS } from '#contracts';
import type { Recorded } from '#platform';
import { REPORT_PROGRESS, type Rebuilt } from '#progress';
import { schemaOf } from '../support/schema.js';
import { aFact, storedFigures, storedStandings } from './world.js';
import { type RebuildWorld, startRebuildWorld } from './rebuild-world.js';

jest.setTimeout(180_000);

const START = '2024-05-10T03:30:00Z';

let world: RebuildWorld;
beforeEach(async () => {
  world = await startRebuildWorld(START);
});
afterEach(() => world.stop());

const told = async () => ({
  figures: await storedFigures(world),
  standings: await storedStandings(world),
});

const NEW_WARD = {
  id: 'w6',
  code: 'w6',
  name: { vi: 'w6' },
  level: 'ward',
  parent: 'd1',
  validFrom: '2024-02-01',
};

const COMMENTS = `
  SELECT relname, objsubid, description
  FROM pg_description JOIN pg_class ON pg_class.oid = objoid
  WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2`;

describe('a rebuild', () => {
  test('finds the same, takes over, and leaves the schema as it was', async () => {
    await world.database.query(`CREATE ROLE ${world.role}`);
    await world.database.query(`GRANT SELECT ON progress_now, standing TO ${world.role}`);
    for (let part = 0; part < 8; part += 1) await world.tell(150);
    const grants = await world.grants();
    const comments = await rowsOf(COMMENTS);
    const schema = await schemaOf(world.database);
    const before = {
      told: await told(),
      places: await world.places(),
      beside: await world.beside(),
    };

    const rebuilt = await world.rebuild();

    expect(rebuilt).toMatchObject({ facts: 1200, isSame: true, tookOver: true, leftOut: [] });
    const contents = new Map(rebuilt.comparison.tables.map((one) => [one.table, one]));
    for (const { live, rebuilt: anew } of contents.values()) expect(anew).toEqual(live);
    expect(contents.get('report')?.live.rows).toBeGreaterThan(800);
    expect(contents.get('refusal')?.live.rows).toBeGreaterThan(5);
    expect(contents.get('standing')?.live.rows).toBeGreaterThan(300);
    expect(contents.get('band')?.live.rows).toBeGreaterThan(300);
    expect(await world.places()).not.toBe(before.places);
    expect(await told()).toEqual(before.told);
    expect(await world.beside()).toEqual(before.beside);
    expect(await schemaOf(world.database)).toBe(schema);
    expect(await world.grants()).toEqual(grants);
    expect(grants).toHaveLength(2);
    expect(await rowsOf(COMMENTS)).toEqual(comments);
    expect(comments.length).toBeGreaterThan(25);
    expect(await world.twins()).toEqual([]);
  });

  test('keeps what receipts and cursors hold on to', async () => {
    await world.tell(200);
    await world.apply({ units: [NEW_WARD] }, false);
    await world.followed(2);
    const kept = async () => ({
      times: await rowsOf(`SELECT report_id, recorded_at FROM report ORDER BY 1`),
      subjects: await rowsOf(
        `SELECT no, target_no, indicator_no, unit_no FROM standing ORDER BY 1`,
      ),
    });
    const before = await kept();
    world.clock.set('2024-05-10T09:00:00Z');
    expect(await world.rebuild({ allowChanges: true })).toMatchObject({ tookOver: true });
    expect(await kept()).toEqual(before);
    const { rows } = await world.database.query(
      `SELECT nextval(pg_get_serial_sequence('standing_subject', 'no')) > max(no) AS "isNew"
       FROM standing`,
    );
    expect(rows).toEqual([{ isNew: true }]);
  });

  test('is followed by the live projection as if nothing had happened', async () => {
    await world.tell(300);
    await world.rebuild();
    await world.tell(300);
    await world.rebuild();
    world.clock.set('2024-06-20T05:00:00Z');
    await world.tell(300);
    await world.revisits.revisit(world.clock.now());
    const again = await world.rebuild();
    expect(again).toMatchObject({ facts: 900, isSame: true, tookOver: true });
    expect(again.comparison.overtaken).toBe(0);
  });

  test('judges by the day by which the live standings were judged, whatever day it is here', async () => {
    await world.tell(300);
    world.clock.set('2031-01-01T05:00:00Z');
    expect(await world.rebuild()).toMatchObject({ isSame: true, tookOver: true });
  });

  test('does not count what a day has overtaken as a difference', async () => {
    await world.tell(300);
    world.clock.set('2024-09-01T05:00:00Z');
    await world.tell(1);
    const rebuilt = await world.rebuild();
    expect(rebuilt.comparison.overtaken).toBeGreaterThan(0);
    expect(rebuilt).toMatchObject({ isSame: true, tookOver: true });
    const anew = await told();
    await world.revisits.revisit(world.clock.now());
    expect(await told()).toEqual(anew);
  });
});

describe('what differs', () => {
  beforeEach(() => world.tell(400));

  const tampered: readonly (readonly [what: string, sql: string, table: string])[] = [
    ['a figure', `UPDATE figure SET amount = amount + 1 WHERE own AND reported > 0`, 'figure'],
    ['a lost figure', `DELETE FROM figure WHERE NOT own AND reported > 0`, 'figure'],
    ['a lost statement', `DELETE FROM report WHERE report_id = 'r0'`, 'report'],
    ['a changed statement', `UPDATE report SET amount = 7000 WHERE report_id = 'r0'`, 'report'],
    ['a band', `UPDATE band SET next_deadline = '1999-01-01'`, 'band'],
    ['a subject', `UPDATE standing_subject SET sector = 'nothing'`, 'standing_subject'],
    [
      'a subject id',
      `UPDATE standing_subject SET target_id = 'x' WHERE no = 1`,
      'standing_subject',
    ],
    ['who stands above', `DELETE FROM ancestry`, 'ancestry'],
    ['a due count', `UPDATE due_count SET due = due + 1`, 'due_count'],
    ['a refusal', `DELETE FROM refusal`, 'refusal'],
    [
      'a refusal of nothing',
      `UPDATE refusal SET id = 'ledger:9:9' WHERE id = (SELECT min(id) FROM refusal)`,
      'refusal',
    ],
  ];

  test.each(tampered)(
    '%s is found, refused, and mended when that is allowed',
    async (_, sql, table) => {
      const before = await told();
      const { rowCount } = await world.database.query(sql);
      expect(rowCount).toBeGreaterThan(0);
      const spoilt = await told();
      const places = await world.places();

      const refused = await world.rebuild();
      expect(refused).toMatchObject({ isSame: false, tookOver: false });
      expect(differing(refused)).toEqual([table]);
      expect(await told()).toEqual(spoilt);
      expect(await world.places()).toBe(places);
      expect(await world.twins()).toEqual([]);

      expect(await world.rebuild({ allowChanges: true })).toMatchObject({ tookOver: true });
      expect(await told()).toEqual(before);
      expect(await world.rebuild()).toMatchObject({ isSame: true });
    },
  );

  test('statuses that would change are listed, each with where it stands and would stand', async () => {
    const [one] = await rowsOf(
      `SELECT target_id, unit_no, status FROM progress_now WHERE status = 'off-track' ORDER BY no LIMIT 1`,
    );
    await world.database.query(
      `UPDATE standing SET verdict = 20 WHERE no = (SELECT no FROM progress_now WHERE target_id = $1)`,
      [one.target_id],
    );
    const { comparison } = await world.rebuild();
    expect(comparison.statuses).toEqual([
      {
        target: one.target_id,
        indicator: expect.any(String),
        unit: world.catalogue().units.byNo(one.unit_no)?.id,
        from: 'on-track',
        to: 'off-track',
      },
    ]);
  });

  test('a dry run changes nothing, whatever it finds', async () => {
    await world.database.query(`UPDATE standing SET verdict = 20 WHERE verdict / 10 = 4`);
    const before = {
      places: await world.places(),
      told: await told(),
      beside: await world.beside(),
    };
    const rebuilt = await world.rebuild({ dryRun: true, allowChanges: true });
    expect(rebuilt).toMatchObject({ isSame: false, tookOver: false });
    expect(rebuilt.comparison.statuses.length).toBeGreaterThan(10);
    expect(await world.places()).toBe(before.places);
    expect(await told()).toEqual(before.told);
    expect(await world.beside()).toEqual(before.beside);
    expect(await world.twins()).toEqual([]);
  });

  test('a view that somebody made on a live table stops the take-over, and is kept', async () => {
    await world.database.query(`CREATE VIEW mine AS SELECT actual FROM progress_now`);
    const places = await world.places();
    await expect(world.rebuild()).rejects.toThrow(/progress_now/);
    expect(await world.places()).toBe(places);
    expect(await world.twins()).toEqual([]);
    await world.database.query(`SELECT * FROM mine`);
  });
});

describe('parked facts', () => {
  /** Names an indicator that is not there. */
  const poison = {
    reportId: 'p1',
    indicator: 'nothing',
    unit: 'w1',
    period: '2024-01',
    value: '1',
  };
  const parked = () => rowsOf(`SELECT key, log_offset, state FROM parked_fact ORDER BY log_offset`);

  test('stay parked, with what waits behind them', async () => {
    const behind = { ...poison, reportId: 'p2', indicator: 'sum-sum' };
    await world.log.append(TOPICS.reports, [aFact(poison), { ...aFact(behind), key: 'nothing' }]);
    await world.tell(100);
    const before = await parked();
    expect(before.map(({ state }) => state)).toEqual(['poison', 'waiting']);
    expect(await world.rebuild()).toMatchObject({ isSame: true, tookOver: true, leftOut: [] });
    expect(await parked()).toEqual(before);
  });

  test('that were dropped are left out and named', async () => {
    await world.log.append(TOPICS.reports, [aFact(poison)]);
    await world.tell(100);
    await world.database.query(`DELETE FROM parked_fact`);
    const rebuilt = await world.rebuild();
    expect(rebuilt).toMatchObject({ facts: 101, isSame: true, tookOver: true });
    expect(rebuilt.leftOut).toMatchObject([{ id: 'p1', offset: 0 }]);
  });

  test('that are applied after they were passed by are applied here as well', async () => {
    const late = { ...poison, reportId: 'p2', indicator: 'sum-sum' };
    await world.log.append(TOPICS.reports, [aFact(poison), { ...aFact(late), key: 'nothing' }]);
    await world.tell(100);
    let isRetried = false;
    const retry = () =>
      world.database.transaction(async (tx) => {
        const { rows } = await tx.query<{ fact: Recorded }>(
          `DELETE FROM parked_fact WHERE state = 'waiting' RETURNING fact`,
        );
        await world.reports.apply(
          tx,
          rows.map(({ fact }) => fact),
        );
      });
    let retrying: Promise<void> = Promise.resolve();
    const rebuilt = await world.rebuild({
      told: ({ step }) => {
        if (step !== 'comparing' || isRetried) return;
        isRetried = true;
        retrying = retry();
      },
    });
    await retrying;
    expect(rebuilt).toMatchObject({ tookOver: true });
    expect(await rowsOf(`SELECT report_id FROM report WHERE report_id = 'p2'`)).toHaveLength(1);
    expect(await world.rebuild()).toMatchObject({ isSame: true });
  });
});

describe('while it runs', () => {
  test('reports are projected, reads are answered, and reference data is followed', async () => {
    await world.tell(500);
    let isDone = false;
    let reads = 0;
    let longest = 0;
    const reading = async () => {
      while (!isDone) {
        const began = performance.now();
        const { rows } = await world.database.query({
          name: 'read-on',
          text: `SELECT count(*)::int AS count FROM progress_now`,
        });
        expect(rows[0]!.count).toBeGreaterThan(300);
        longest = Math.max(longest, performance.now() - began);
        reads += 1;
      }
    };
    const telling = async () => {
      while (!isDone) await world.tell(7);
    };
    const around = [reading(), reading(), telling()];
    let changing: Promise<void> | undefined;
    try {
      for (let round = 0; round < 6; round += 1) {
        const rebuilt = await world.rebuild({
          told: ({ step }) => {
            if (step === 'replaying') changing ??= world.apply({ units: [NEW_WARD] }, false);
          },
        });
        expect(differing(rebuilt)).toEqual([]);
        expect(rebuilt).toMatchObject({ isSame: true, tookOver: true, leftOut: [] });
      }
    } finally {
      isDone = true;
      await Promise.all([...around, changing]);
    }
    expect(world.catalogue().units.byId('w6')).toBeDefined();
    expect(reads).toBeGreaterThan(100);
    expect(longest).toBeLessThan(3000);

    const end = (await world.log.ends(TOPICS.reports)).get(0)!;
    expect(end).toBeGreaterThan(520);
    expect(await world.runner.nextPosition(REPORT_PROGRESS)).toBe(end);
    expect(await rowsOf(`SELECT * FROM parked_fact`)).toEqual([]);
    const last = await world.rebuild({ dryRun: true });
    expect(last).toMatchObject({ facts: end, isSame: true });
  });

  test('a second one is refused', async () => {
    await world.tell(50);
    const places = await world.places();
    await world.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('tiendo.rebuild', 0))`);
      await expect(world.rebuild()).rejects.toThrow(/Another rebuild is at work/);
    });
    expect(await world.places()).toBe(places);
  });

  test('interrupted, it leaves nothing behind and nothing changed', async () => {
    await world.tell(100);
    const places = await world.places();
    for (const at of ['preparing', 'replaying', 'comparing', 'taking-over']) {
      const interruption = new AbortController();
      const rebuilding = world.rebuild({
        signal: interruption.signal,
        told: ({ step }) => step === at && interruption.abort(),
      });
      await expect(rebuilding.catch((error) => error.name)).resolves.toBe('AbortError');
      expect(await world.twins()).toEqual([]);
    }
    expect(await world.places()).toBe(places);
  });

  test('a reader that never ends stops the take-over, and others go on reading', async () => {
    await world.tell(50);
    const places = await world.places();
    await world.database.transaction(async (tx) => {
      await tx.query(`SELECT count(*) FROM standing`);
      await expect(world.rebuild()).rejects.toThrow(/nothing was taken over/);
    });
    expect(await world.places()).toBe(places);
  });
});

async function rowsOf(sql: string): Promise<any[]> {
  return (await world.database.query(sql)).rows;
}

function differing({ comparison }: Rebuilt): string[] {
  return comparison.tables
    .filter(({ onlyLive, onlyRebuilt }) => onlyLive + onlyRebuilt > 0)
    .map(({ table }) => table);
}
