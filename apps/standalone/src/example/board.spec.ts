import { expect, test } from '@jest/globals';
import type { ProgressItem } from '#contracts';
import { renderBoard } from './board.js';
import { exampleFolder, readExample } from './read-example.js';
import { coloured, plain, widthOf } from './text.js';
import { why } from './why.js';
import { WORDS } from './words.js';

const { bundle } = readExample(exampleFolder('district-1'));

function anItem(given: Partial<ProgressItem> = {}): ProgressItem {
  return {
    targetId: 'd1-xii-alleys-upgraded',
    kind: 'total',
    resolution: 'd1-xii',
    programme: 'urban-embellishment',
    sector: 'economy',
    indicator: 'alleys-upgraded',
    unit: 'd1',
    asOf: '2025-05-20',
    period: '2025-Q1',
    actual: '30',
    expected: '63.75',
    target: { min: '75' },
    pace: '0.4706',
    status: 'off-track',
    method: 'pace/1',
    standing: 'official',
    completeness: { due: 10, reported: 10 },
    overduePeriods: 0,
    position: '1',
    ...given,
  };
}

const revenue = anItem({
  targetId: 'd1-xi-budget-revenue',
  resolution: 'd1-xi',
  programme: null,
  indicator: 'budget-revenue',
  actual: '76754.67',
  expected: '74610',
  target: { min: '74610' },
  pace: '1.0287',
  status: 'attained',
});

const content = {
  asOf: '2025-05-20',
  bundle,
  items: [
    anItem(),
    anItem({ unit: 'd1-da-kao', status: 'on-track' }),
    anItem({ unit: 'd1-cau-kho', status: 'missed' }),
    revenue,
  ],
  alerts: [
    {
      id: 'a1',
      rule: 'off-track',
      targetId: 'd1-xii-alleys-upgraded',
      indicator: 'alleys-upgraded',
      unit: 'd1',
      severity: 'critical' as const,
      episode: 1,
      state: 'open' as const,
      raisedAt: '2025-05-20T01:00:00Z',
      timeline: [],
    },
  ],
};

test('the rows of both tables are as wide as their headings, in both languages', () => {
  for (const language of ['vi', 'en'] as const) {
    const tables = renderBoard(content, language, plain).split('\n\n').slice(1, 3);
    for (const table of tables) {
      const lines = table.split('\n');
      expect(lines.length).toBeGreaterThan(2);
      expect(new Set(lines.map(widthOf)).size).toBe(1);
    }
  }
});

test('programmes and wards with red targets come first', () => {
  const [, programmes = '', wards = ''] = renderBoard(content, 'vi', plain).split('\n\n');
  expect(programmes.split('\n')[1]).toMatch(/^Chỉnh trang và phát triển đô thị/);
  expect(
    wards
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 7).trim()),
  ).toEqual(['Cầu Kho', 'Đa Kao']);
});

test('a red target says why, in the terms of its kind', () => {
  const en = { bundle, paint: plain, language: 'en' as const, words: WORDS.en };
  const vi = { bundle, paint: plain, language: 'vi' as const, words: WORDS.vi };
  expect(why(anItem(), en)).toBe(
    '2025-Q1: 30; 63.75 expected by 2025-Q1; target at least 75 tuyến; pace 0.4706',
  );
  expect(why(anItem(), vi)).toBe(
    '2025-Q1: 30; kế hoạch đến 2025-Q1: 63,75; mức chỉ tiêu: ít nhất 75 tuyến; tiến độ 0,4706',
  );
  const floor = { kind: 'maintain', indicator: 'on-time-files', target: { min: '98' } };
  expect(why(anItem({ ...floor, actual: '95.905384615385' }), en)).toBe(
    '2025-Q1: 95.91; must be at least 98 %',
  );
});

test('the term before is told in one line, and its published figure as newspapers wrote it', () => {
  expect(renderBoard(content, 'vi', plain)).toContain(
    'Tổng thu ngân sách nhà nước trên địa bàn: 76.754,67 / 74.610 = 102,87 % (đã công bố)',
  );
  expect(renderBoard(content, 'en', plain)).toContain('76,754.67 / 74,610 = 102.87 % (published)');
});

test('open alerts name the rule, the unit and the indicator', () => {
  expect(renderBoard(content, 'en', plain)).toMatch(
    /Open alerts \(1\)\ncritical +Target off track or missed +Quận 1 +Alleys repaired and widened/,
  );
});

test('colour is only colour', () => {
  const stripped = renderBoard(content, 'vi', coloured).replaceAll(/\u001b\[\d+m/g, '');
  expect(stripped).toBe(renderBoard(content, 'vi', plain));
});

test('a board without red says so', () => {
  const items = content.items.filter((item) => item.status === 'on-track');
  expect(renderBoard({ ...content, items, alerts: [] }, 'en', plain)).toContain('Nothing is red.');
});
