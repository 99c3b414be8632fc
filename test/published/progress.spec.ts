import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ProgressItem } from '#contracts';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import { aProvince, INDICATORS } from '../progress/a-province.js';
import { aFact, aWithdrawal } from '../progress/world.js';
import { eventually } from '../support/eventually.js';
import { recorded } from '../support/recorded.js';
import { type PublishedWorld, startPublishedWorld } from './published-world.js';

jest.setTimeout(180_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`The topic tiendo.progress is not tested: ${missing}`);

/** District 1 and the province have wards due; a period of theirs is complete when two wards have spoken. */
(missing ? describe.skip : describe)('the topic tiendo.progress', () => {
  let world: PublishedWorld;
  beforeAll(async () => {
    world = await startPublishedWorld('2024-03-20T05:00:00Z');
    await world.start();
    await world.apply(aProvince());
  });
  afterAll(() => world.end());

  let reports = 0;
  const aReport = (unit: string, period: string, value: string, indicator = 'sum-sum') =>
    aFact({ reportId: `r${(reports += 1)}`, indicator, unit, period, value });
  const lastOf = (target: string) => world.reader.last().get(target) as ProgressItem | undefined;

  test('is filled with where every target stands, each under its id', async () => {
    await world.isSaid();
    const targets = aProvince().resolutions[0]!.targets;
    expect(world.reader.last().size).toBe(targets.length);
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ status: 'not-assessed', unit: 'd1' });
    for (const { key, value } of world.reader.messages) {
      expect(value.type).toBe('vn.tiendo.progress-changed.v1');
      expect([value.subject, value.data.targetId]).toEqual([key, key]);
      expect(ProgressItem.parse(value.data)).toEqual(value.data);
    }
  });

  test('says what follows from reports, for wards and for those above them', async () => {
    await world.tell(aReport('w1', '2024-01', '3'), aReport('w2', '2024-01', '4'));
    await world.isSaid();
    expect(lastOf('sum-sum-annual-w1')).toMatchObject({ period: '2024-01', actual: '3' });
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ period: '2024-01', actual: '7' });
    expect(lastOf('sum-last-annual-w1')).toMatchObject({ status: 'not-assessed' });
  });

  test('tells nothing of what has not changed', async () => {
    const before = world.reader.messages.length;
    await world.tell(aReport('w1', '2024-01', '3.0'));
    await world.tell(aReport('w1', '2024-02', '1', 'own-last'));
    await world.isSaid();
    const told = world.reader.messages.slice(before).map(({ key }) => key);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((key) => !/^own-last-\w+-w1$/.test(key))).toEqual([]);
  });

  test('says what follows from a correction, and from a withdrawal', async () => {
    const wrong = aReport('w1', '2024-01', '30');
    await world.tell(wrong);
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ actual: '34' });
    await world.tell(aWithdrawal(wrong.id, 'sum-sum'));
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ actual: '7' });
  });

  test('says of a target without an assessed period what came of it meanwhile', async () => {
    await world.tell(aReport('w1', '2024-03', '1', 'sum-mean'));
    await world.isSaid();
    const first = lastOf('sum-mean-annual-d1');
    await world.tell(aReport('w1', '2024-03', '2', 'sum-mean'));
    await world.isSaid();
    expect(first).toMatchObject({ status: 'not-assessed', position: expect.any(String) });
    expect(lastOf('sum-mean-annual-d1')!.position! > first!.position!).toBe(true);
  });

  test('says what a day changes, and nothing else that day', async () => {
    await world.tell(aReport('w1', '2024-03', '2'));
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ period: '2024-01' });
    const before = world.reader.messages.length;
    world.clock.set('2024-03-21T05:00:00Z');
    await world.isSaid();
    await world.tell(aReport('w5', '2024-03', '2', 'own-last'));
    await world.isSaid();
    const told = world.reader.messages.slice(before).map(({ key }) => key);
    expect(told.filter((key) => !/^own-last-\w+-w5$/.test(key))).toEqual([]);
    world.clock.set('2024-04-02T05:00:00Z');
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ period: '2024-03', asOf: '2024-04-02' });
  });

  test('follows the reference data: a target changes, comes, and ends', async () => {
    const [resolution] = aProvince().resolutions;
    const [first, ended, ...rest] = resolution!.targets;
    const changed = { ...first!, plans: [2024, 2025].map((year) => ({ year, min: '400' })) };
    const added = { ...changed, id: 'sum-sum-annual-2-p' };
    await world.apply({ resolutions: [{ ...resolution, targets: [changed, added, ...rest] }] });
    await world.isSaid();
    expect(lastOf(first!.id)).toMatchObject({ target: { min: '400' } });
    expect(lastOf(added.id)).toMatchObject({ target: { min: '400' } });
    expect(world.reader.of(ended!.id).at(-1)!.value).toBeNull();
    await world.apply({ resolutions: [resolution] });
    await world.isSaid();
    expect(world.reader.of(added.id).at(-1)!.value).toBeNull();
  });

  test('an indicator of another sector is another item, though nothing is computed otherwise', async () => {
    const [indicator] = INDICATORS;
    await world.apply({ indicators: [{ ...indicator, sector: 'culture' }] });
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')).toMatchObject({ sector: 'culture' });
  });

  test('says what anybody writes to the standings, a retry of what was parked for instance', async () => {
    const [process] = world.running();
    const fact = recorded(aReport('w3', '2024-06', '9', 'own-last'), 1_000_000);
    world.clock.set('2024-06-02T05:00:00Z');
    await process!.database.transaction((tx) => process!.reports.apply(tx, [fact]));
    await world.isSaid();
    expect(lastOf('own-last-keep-w3')).toMatchObject({ actual: '9' });
  });

  test('says what a rebuild found to be otherwise', async () => {
    await world.database.query(
      `UPDATE standing SET actual = 99 WHERE target_no = (
         SELECT target_no FROM standing_subject WHERE target_id = 'sum-sum-annual-d1')`,
    );
    await eventually('the mistake is told', () => lastOf('sum-sum-annual-d1')?.actual === '99');
    const { tookOver } = await world.rebuild();
    expect(tookOver).toBe(true);
    await world.isSaid();
    expect(lastOf('sum-sum-annual-d1')?.actual).not.toBe('99');
  });

  test('what changed while nobody published is said when somebody does', async () => {
    const [first] = world.running();
    await first!.topics.close();
    await world.tell(aReport('w1', '2024-06', '11'), aReport('w3', '2024-06', '12'));
    const [resolution] = aProvince().resolutions;
    await world.apply({ resolutions: [{ ...resolution, targets: resolution!.targets.slice(5) }] });
    await world.start();
    await world.isSaid();
    expect(world.reader.of(resolution!.targets[0]!.id).at(-1)!.value).toBeNull();
  });

  test('two at once say everything once, and the other goes on when one ends between sending and keeping', async () => {
    await world.start();
    const publishes = () => world.running().find((one) => one.topics.behind().length > 0);
    await eventually('one of them publishes', () => publishes() !== undefined);
    const one = publishes()!;
    const before = world.reader.messages.length;
    await world.tell(aReport('w1', '2024-06', '13', 'max-max'));
    await world.isSaid();
    const keys = world.reader.messages.slice(before).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    one.die();
    await world.tell(aReport('w1', '2024-06', '14', 'max-max'));
    await world.isSaid();
    await world.stop(one);
    await eventually('the other publishes', () => publishes() !== undefined);
    await world.tell(aReport('w1', '2024-06', '15', 'max-max'));
    await world.isSaid();
    expect(lastOf('max-max-keep-w1')).toMatchObject({ actual: '15' });
  });
});
