import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { aReport, aWard, type Door, openDoor } from './door.js';

jest.setTimeout(60_000);

let door: Door;
let run = 0;

beforeAll(async () => {
  door = await openDoor();
});
beforeEach(async () => {
  await door.settled();
  await door.database.query(`TRUNCATE report`);
  run += 1;
});
afterAll(() => door.close());

const say = async (name: string, value: string, changes: Record<string, unknown> = {}) => {
  const answer = await door.submitOne(aReport({ reportId: `${run}-${name}`, value, ...changes }));
  expect(answer.state).toBe('accepted');
};
const takeBack = async (name: string) => {
  expect((await door.withdraw(`${run}-${name}`)).state).toBe('withdrawn');
};
const counted = async () => {
  await door.settled();
  const { items } = await door.history();
  return items.filter((item) => item.counted).map((item) => item.reportId.slice(`${run}-`.length));
};

describe('which statement counts', () => {
  test('the last official one; a correction is a new statement', async () => {
    await say('first', '1');
    await say('correction', '2');
    expect(await counted()).toEqual(['correction']);
  });

  test('an official beats an estimate, whichever came first', async () => {
    await say('early', '1', { standing: 'estimate' });
    expect(await counted()).toEqual(['early']);
    await say('official', '2');
    await say('late', '3', { standing: 'estimate' });
    expect(await counted()).toEqual(['official']);
  });

  test('a withdrawn one never; then the one before it', async () => {
    await say('estimate', '1', { standing: 'estimate' });
    await say('first', '2');
    await say('second', '3');
    await takeBack('second');
    expect(await counted()).toEqual(['first']);
    await takeBack('first');
    expect(await counted()).toEqual(['estimate']);
    await takeBack('estimate');
    expect(await counted()).toEqual([]);
  });
});

describe('a withdrawal', () => {
  test('has one effect and one answer, however often it is sent, and its first reason', async () => {
    await say('x', '1');
    const facts = await door.facts();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => door.withdraw(`${run}-x`, undefined, `lý do ${n}`)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await door.facts()).toBe(facts + 1);
    await door.settled();
    const [item] = (await door.history()).items;
    expect(item?.withdrawal).toMatchObject({
      by: 'lan.nguyen',
      reason: expect.stringMatching(/^lý do/),
    });
    expect((await door.receipt(`${run}-x`))?.withdrawal).toEqual(item?.withdrawal);
  });

  test('of an unknown report finds nothing, of another unit’s is not permitted', async () => {
    await say('x', '1');
    expect(await door.withdraw('never-sent')).toEqual({ state: 'not-found' });
    expect(await door.withdraw(`${run}-x`, aWard('town-south'))).toEqual({
      state: 'not-permitted',
    });
    expect((await door.withdraw(`${run}-x`, aWard('town-north'))).state).toBe('withdrawn');
  });

  test('cannot be taken from a report by the id of another', async () => {
    await say('x', '1');
    await say('withdrawal', '2', { reportId: `withdrawal:${run}-x` });
    await takeBack('x');
    await door.settled();
    const { items } = await door.history();
    expect(items.map((item) => item.withdrawal !== undefined)).toEqual([true, false]);
  });

  test('a report sent again after it was withdrawn stays withdrawn', async () => {
    await say('x', '1');
    await takeBack('x');
    await say('x', '1');
    expect(await counted()).toEqual([]);
  });
});

describe('the history of a cell', () => {
  test('shows every statement as it was sent, in the order of arrival', async () => {
    const evidence = ['https://example.org/bao-cao.pdf'];
    await say('a', '1.50', { note: 'ước', evidence, standing: 'estimate' });
    await say('b', '2');
    await say('elsewhere', '3', { unit: 'town-south' });
    await door.settled();
    const { items, next } = await door.history();
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { reportId: `${run}-a`, value: '1.5', standing: 'estimate', note: 'ước', evidence },
      { reportId: `${run}-b`, value: '2', standing: 'official', sender: 'lan.nguyen' },
    ]);
  });

  test('comes in pages, and only to who may see the unit', async () => {
    for (let n = 0; n < 5; n += 1) await say(`${n}`, `${n}`);
    await door.settled();
    const first = await door.history('town-north', undefined, { limit: 3 });
    const second = await door.history('town-north', undefined, { limit: 3, cursor: first.next! });
    expect([...first.items, ...second.items].map((item) => item.value)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(second.next).toBeNull();
    expect((await door.history('town-north', aWard('town-north'))).items).toHaveLength(5);
    expect((await door.history('town-north', aWard('town-south'))).items).toEqual([]);
    expect((await door.history('nowhere')).items).toEqual([]);
  });
});
