import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  Apply,
  catalogueMigrations,
  DocumentHistory,
  GetDocument,
  ListDocuments,
  type Outcome,
  PutDocument,
} from '#catalogue';
import { MASKED_SECRET, TOPICS, type Applied, type Principal } from '#contracts';
import { platformMigrations } from '#platform';
import { eventually } from '../support/eventually.js';
import { smallTown, WARDS, WEBHOOK_SECRET } from '../support/small-town.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';
import { administrator, KilledAtAppend, startProcess } from './process.js';

type Process = Awaited<ReturnType<typeof startProcess>>;

let database: TestDatabase;
let first: Process;
const running = new Set<Process>();

beforeEach(async () => {
  database = await testDatabase([...platformMigrations, ...catalogueMigrations]);
  first = await start();
});

afterEach(async () => {
  for (const process of running) await stop(process);
  await database.drop();
});

async function start(options: Parameters<typeof startProcess>[1] = {}): Promise<Process> {
  const process = await startProcess(database, options);
  running.add(process);
  return process;
}

async function stop(process: Process): Promise<void> {
  running.delete(process);
  await process.stop();
}

const town = () => smallTown('http://127.0.0.1:9/hook');
const apply = (bundle: unknown, options = {}, by: Principal = administrator) =>
  first.commands.execute(new Apply(bundle, by, options));
const get = (
  collection: 'indicators' | 'resolutions' | 'targets' | 'channels',
  code: string,
  by = administrator,
) => first.queries.execute(new GetDocument(collection, code, by));

function applied(outcome: Outcome): Applied {
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.applied;
}

async function facts({ log } = first) {
  const read = await log.read(TOPICS.catalogue, 0, 0, 100);
  return read.map(({ id, data }) => ({ id, ...(data as { changed: Record<string, string[]> }) }));
}

async function counts() {
  const { rows } = await database.database.query(
    `SELECT (SELECT count(*)::int FROM document) AS documents,
            (SELECT count(*)::int FROM document_version) AS versions,
            (SELECT count(*)::int FROM reference_version) AS whole`,
  );
  return rows[0];
}

describe('a bundle', () => {
  test('is counted in documents and known at once', async () => {
    expect(applied(await apply(town()))).toEqual({
      created: 10,
      changed: 0,
      unchanged: 0,
      recompute: { targets: 12, indicators: 3 },
    });
    const catalogue = first.catalogue.get();
    expect(catalogue.version).toBe(1);
    expect(catalogue.target('waste-town')).toMatchObject({
      programme: 'clean-town',
      terms: { kind: 'maintain', min: '95' },
      window: { from: '2023-01', to: '2025-12' },
    });
    expect(await facts()).toMatchObject([
      {
        id: 'catalogue:1',
        version: 1,
        changed: { units: ['town', ...WARDS], rules: ['off-track'] },
      },
    ]);
  });

  test('applied again changes nothing, and nothing is announced', async () => {
    await apply(town());
    const before = await counts();
    const again = applied(await apply(town()));
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 10 });
    expect(again.recompute).toEqual({ targets: 0, indicators: 0 });
    expect(await counts()).toEqual(before);
    expect(await facts()).toHaveLength(1);
  });

  test('as a dry run is judged and changes nothing', async () => {
    const dry = applied(await apply(town(), { dryRun: true }));
    expect(dry).toMatchObject({ created: 10, dryRun: true, recompute: { targets: 12 } });
    expect(await counts()).toEqual({ documents: 0, versions: 0, whole: 0 });
    expect(first.catalogue.get().version).toBe(0);
    expect(await facts()).toEqual([]);
  });

  test('is refused whole, with all problems at once', async () => {
    const bundle = { ...town(), wards: [] };
    bundle.units[1]!.level = 'Ward';
    bundle.indicators[0]!.direction = 'sideways';
    bundle.resolutions[0]!.targets[2]!.unit = 'nowhere';
    const outcome = await apply(bundle);
    expect('problems' in outcome && outcome.problems.map((p) => `${p.pointer} ${p.code}`)).toEqual([
      '/units/1/level field-malformed',
      '/indicators/0/direction field-malformed',
      '/wards unknown-field',
      '/resolutions/0/targets/2/unit unknown-unit',
    ]);
    expect(await counts()).toEqual({ documents: 0, versions: 0, whole: 0 });
  });

  test('from someone who may not is refused', async () => {
    const analyst: Principal = { ...administrator, roles: ['analyst'] };
    const outcome = await apply({ channels: town().channels }, {}, analyst);
    expect(outcome).toMatchObject({
      problems: [{ pointer: '/channels/0', code: 'not-permitted' }],
    });
  });
});

describe('versions', () => {
  test('say who, when and why, each with the document as it was', async () => {
    await apply(town(), { why: 'first' });
    first.clock.set('2024-09-01T00:00:00Z');
    const waste = { ...town().indicators[2], unitOfMeasure: 'phần trăm' };
    const put = new PutDocument(
      'indicators',
      'waste-collected',
      waste,
      { ...administrator, name: 'minh' },
      { why: 'in words' },
    );
    expect(applied(await first.commands.execute(put))).toMatchObject({ changed: 1 });
    expect(await get('indicators', 'waste-collected')).toMatchObject({
      version: 2,
      at: '2024-09-01T00:00:00.000Z',
      by: 'minh',
      why: 'in words',
      document: { code: 'waste-collected', unitOfMeasure: 'phần trăm', decimals: 2 },
    });
    const history = await first.queries.execute(
      new DocumentHistory('indicators', 'waste-collected', administrator),
    );
    expect(history).toMatchObject([
      { version: 2, by: 'minh', why: 'in words', document: { unitOfMeasure: 'phần trăm' } },
      {
        version: 1,
        by: 'lan.nguyen',
        why: 'first',
        at: '2024-08-20T01:00:00.000Z',
        document: { unitOfMeasure: '%' },
      },
    ]);
  });

  test('of the whole can be read as they were', async () => {
    await apply(town());
    const [resolution] = town().resolutions;
    const less = { ...resolution, targets: resolution!.targets.slice(1) };
    applied(await apply({ resolutions: [less] }));
    expect(first.catalogue.get().target('revenue-town')).toBeUndefined();
    expect((await first.catalogue.load(1)).target('revenue-town')?.id).toBe('revenue-town');
    const late = await start();
    expect(late.catalogue.get().version).toBe(2);
    expect((await late.catalogue.load(1)).targets).toHaveLength(12);
    expect((await late.catalogue.load(2)).targets).toHaveLength(11);
    await expect(late.catalogue.load(3)).rejects.toMatchObject({
      code: 'catalogue-version-to-come',
    });
  });

  test('a target that ended and comes back keeps its number', async () => {
    await apply(town());
    const { no } = first.catalogue.get().target('revenue-town')!;
    const [resolution] = town().resolutions;
    await apply({ resolutions: [{ ...resolution, targets: resolution!.targets.slice(1) }] });
    expect((await facts())[1]).toMatchObject({
      changed: { targets: ['revenue-town'], resolutions: ['town-i'], units: [] },
      recompute: { ancestry: false, figures: [], indicators: [], targets: ['revenue-town'] },
    });
    expect(await get('targets', 'revenue-town')).toBeUndefined();
    await apply(town());
    expect(first.catalogue.get().target('revenue-town')?.no).toBe(no);
  });
});

describe('single documents', () => {
  beforeEach(async () => void applied(await apply(town())));

  test('a target is put under its resolution, which keeps its others', async () => {
    const waste = { ...first.catalogue.get().target('waste-town')!.terms, min: '97.5' };
    const put = await first.commands.execute(
      new PutDocument('targets', 'waste-town', waste, administrator),
    );
    expect(applied(put)).toMatchObject({ changed: 1, recompute: { targets: 1 } });
    expect(await get('targets', 'waste-town')).toMatchObject({
      version: 2,
      document: { min: '97.5' },
    });
    const resolution = await get('resolutions', 'town-i');
    expect(resolution).toMatchObject({ version: 2, document: { code: 'town-i' } });
    const { targets } = resolution!.document as { targets: { id: string; min?: string }[] };
    expect(targets).toHaveLength(12);
    expect(targets.find(({ id }) => id === 'waste-town')?.min).toBe('97.5');
  });

  test('what was got can be put again and is unchanged', async () => {
    const resolution = await get('resolutions', 'town-i');
    const again = new PutDocument('resolutions', 'town-i', resolution!.document, administrator);
    expect(applied(await first.commands.execute(again))).toMatchObject({
      changed: 0,
      unchanged: 1,
    });
  });

  test.each([
    ['rules', 'other', { code: 'off-track' }, '/code', 'code-mismatch'],
    ['targets', 'hope', {}, '', 'unknown-target'],
    ['units', 'town', null, '', 'field-malformed'],
  ] as const)('%s/%s with %j is refused', async (collection, code, body, pointer, problem) => {
    const put = new PutDocument(collection, code, body, administrator);
    const outcome = await first.commands.execute(put);
    const problems = 'problems' in outcome ? outcome.problems : [];
    expect(problems).toContainEqual({ pointer, code: problem, message: expect.any(String) });
  });

  test('a secret is never shown, and its mask keeps it', async () => {
    const { document } = (await get('channels', 'planners'))!;
    expect(document).toMatchObject({ secret: MASKED_SECRET });
    const list = await first.queries.execute(new ListDocuments('channels', administrator));
    const history = await first.queries.execute(
      new DocumentHistory('channels', 'planners', administrator),
    );
    expect(JSON.stringify([list, history])).not.toContain('whsec_');
    const url = 'http://127.0.0.1:9/other';
    await first.commands.execute(
      new PutDocument('channels', 'planners', { ...document, url }, administrator),
    );
    expect(first.catalogue.get().channel('planners')).toMatchObject({
      url,
      secret: WEBHOOK_SECRET,
    });
  });

  test('lists come in pages, and only what the principal may see', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const query = new ListDocuments('targets', administrator, { cursor, limit: 5 });
      const page = await first.queries.execute(query);
      ids.push(...page.items.map((item) => (item as { id: string }).id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(12);
    const ward: Principal = { ...administrator, roles: ['ward-reporter'], units: ['town-north'] };
    const own = await first.queries.execute(new ListDocuments('targets', ward));
    expect(own.items).toHaveLength(3);
    expect(await get('targets', 'waste-town', ward)).toBeUndefined();
    const units = await first.queries.execute(new ListDocuments('units', ward));
    expect(units.items).toMatchObject([{ id: 'town-north' }]);
    const early = new ListDocuments('units', administrator, { on: '1999-12-31' });
    expect((await first.queries.execute(early)).items).toEqual([]);
    const calendars = await first.queries.execute(new ListDocuments('calendars', administrator));
    expect(calendars.items).toMatchObject([{ code: 'civil', monthStartsOn: 1 }]);
  });
});

describe('several processes', () => {
  test('editors take turns: every version is made once, and nothing is lost', async () => {
    const second = await start();
    const units = Array.from({ length: 16 }, (_, n) => ({
      id: `u${n}`,
      code: `${n}`,
      name: { vi: `u${n}` },
      level: 'ward',
      validFrom: '2000-01-01',
    }));
    const outcomes = await Promise.all(
      units.map((unit, n) =>
        (n % 2 ? first : second).commands.execute(new Apply({ units: [unit] }, administrator)),
      ),
    );
    expect(outcomes.map(applied).every(({ created }) => created === 1)).toBe(true);
    expect((await first.catalogue.atLeast(16)).units.all()).toHaveLength(16);
    await eventually('both have told all', async () => (await facts()).length === 16);
    expect((await facts()).map(({ id }) => id)).toEqual(units.map((_, n) => `catalogue:${n + 1}`));
  });

  test('of two editors with one code, one creates and the other finds the code taken', async () => {
    const unit = (id: string) => ({
      id,
      code: '1',
      name: { vi: id },
      level: 'ward',
      validFrom: '2000-01-01',
    });
    const outcomes = await Promise.all(['a', 'b'].map((id) => apply({ units: [unit(id)] })));
    expect(outcomes.filter((outcome) => 'applied' in outcome)).toHaveLength(1);
    expect(outcomes.find((outcome) => 'problems' in outcome)).toMatchObject({
      problems: [{ code: 'code-overlap' }],
    });
  });

  test('another process hears of a version', async () => {
    const second = await start();
    await apply(town());
    await eventually('the second knows it', () => second.catalogue.get().version === 1);
    expect(second.catalogue.get().target('waste-town')).toBeDefined();
  });

  test.each(['before', 'after'] as const)(
    'a process that is killed %s its fact is in the log loses and doubles nothing',
    async (when) => {
      await stop(first);
      const dying = await start({ through: (log) => new KilledAtAppend(log, when) });
      const killed = dying.commands.execute(new Apply(town(), administrator));
      await expect(killed).rejects.toThrow('killed');
      await stop(dying);
      const next = await start();
      await eventually('the fact is told', async () => (await facts(next)).length > 0);
      const renamed = { ...town().units[0], name: { vi: 'x' } };
      await next.commands.execute(new Apply({ units: [renamed] }, administrator));
      const ids = (await facts(next)).map(({ id }) => id);
      expect(ids).toEqual(['catalogue:1', 'catalogue:2']);
    },
  );
});
