import type { Alert, Bundle, ProgressItem, ResolutionDocument, Status } from '#contracts';
import { STATUSES } from '#contracts';
import { Decimal } from 'decimal.js';
import type { Colour, Language, Paint } from './text.js';
import { amount, cut, padded, widthOf } from './text.js';
import { WORDS } from './words.js';
import { nameOfIndicator, nameOfUnit, why } from './why.js';
import type { Pen } from './why.js';

/** What the board shows: where targets stand, and which alerts are open. */
export interface BoardContent {
  readonly asOf: string;
  readonly bundle: Bundle;
  readonly items: readonly ProgressItem[];
  readonly alerts: readonly Alert[];
}

const COLOURS: Record<Status, Colour> = {
  attained: 'green',
  'on-track': 'green',
  'at-risk': 'orange',
  'off-track': 'red',
  missed: 'red',
  'not-assessed': 'grey',
};
const NAME_WIDTH = 52;

/**
 * The terminal board: programmes and wards by status with the red ones first, each red target with
 * why, open alerts, and the term before. Columns line up whatever the diacritics.
 */
export function renderBoard(content: BoardContent, language: Language, paint: Paint): string {
  const pen: Pen = { language, words: WORDS[language], paint, bundle: content.bundle };
  const [earlier, current] = inOrder(content.bundle.resolutions ?? []);
  if (!current) return '';
  const mine = content.items.filter((item) => item.resolution === current.code);
  const before = content.items.filter((item) => item.resolution === earlier?.code);
  return [
    `${paint(current.name[language] ?? current.name.vi, 'bold')} · ${pen.words.asOf} ${content.asOf}`,
    programmes(mine, current, pen),
    wards(mine, current, pen),
    red(mine, pen),
    alerts(content.alerts, pen),
    ...(earlier ? [termBefore(before, earlier, pen)] : []),
  ].join('\n\n');
}

/** The term before and the running one, by the day on which they began. */
function inOrder(resolutions: readonly ResolutionDocument[]) {
  const sorted = [...resolutions].sort((a, b) => (a.term.from < b.term.from ? -1 : 1));
  return [sorted.at(-2), sorted.at(-1)] as const;
}

interface Row {
  readonly name: string;
  readonly items: readonly ProgressItem[];
}

function programmes(items: readonly ProgressItem[], resolution: ResolutionDocument, pen: Pen) {
  const own = items.filter((item) => item.unit === resolution.unit);
  const rows = resolution.programmes.map(({ code, name }) => ({
    name: name[pen.language] ?? name.vi,
    items: own.filter((item) => item.programme === code),
  }));
  const heading = `${pen.words.programme} (${pen.words.targetsOfDistrict})`;
  return table(heading, [...redFirst(rows), { name: pen.words.allItems, items: own }], pen);
}

function wards(items: readonly ProgressItem[], resolution: ResolutionDocument, pen: Pen) {
  const units = [...new Set(items.map((item) => item.unit))].filter((id) => id !== resolution.unit);
  const rows = units.map((id) => ({
    name: nameOfUnit(id, pen),
    items: items.filter((item) => item.unit === id),
  }));
  return table(`${pen.words.ward} (${pen.words.targetsOfWards})`, redFirst(rows), pen);
}

function redFirst(rows: readonly Row[]): Row[] {
  const weight = ({ items }: Row) =>
    1000 * items.filter(isRed).length + items.filter((item) => item.status === 'at-risk').length;
  return [...rows].sort((a, b) => weight(b) - weight(a));
}

const isRed = (item: ProgressItem) => COLOURS[item.status] === 'red';

function table(heading: string, rows: readonly Row[], { words, paint }: Pen): string {
  const lines = rows.map((row) => {
    const counts = STATUSES.map((status) => {
      const count = row.items.filter((item) => item.status === status).length;
      const cell = padded(count === 0 ? '·' : String(count), widthOf(words.status[status]), 'left');
      return count === 0 ? paint(cell, 'grey') : paint(cell, COLOURS[status]);
    });
    return `${padded(cut(row.name, NAME_WIDTH), NAME_WIDTH)}  ${counts.join('  ')}`;
  });
  const names = STATUSES.map((status) => words.status[status]).join('  ');
  return [`${paint(padded(heading, NAME_WIDTH), 'bold')}  ${names}`, ...lines].join('\n');
}

function red(items: readonly ProgressItem[], pen: Pen): string {
  const reds = items.filter(isRed);
  const width = Math.max(...reds.map((item) => widthOf(pen.words.status[item.status])));
  const entries = reds.map((item) => {
    const status = padded(pen.words.status[item.status], width);
    const what = `${nameOfUnit(item.unit, pen)} · ${nameOfIndicator(item.indicator, pen)}`;
    return `${pen.paint(status, 'red')}  ${what}\n${' '.repeat(width)}  ${why(item, pen)}`;
  });
  const heading = pen.paint(`${pen.words.red} (${reds.length})`, 'bold');
  return [heading, ...(reds.length === 0 ? [pen.words.noRed] : entries)].join('\n');
}

function alerts(open: readonly Alert[], pen: Pen): string {
  const ranks = ['critical', 'warning', 'info'] as const;
  const severities = Object.values(pen.words.severity).map(widthOf);
  const lines = ranks.flatMap((severity) =>
    open
      .filter((alert) => alert.severity === severity)
      .map((alert) => {
        const rule = pen.bundle.rules?.find((known) => known.code === alert.rule);
        return [
          padded(pen.words.severity[severity], Math.max(...severities)),
          padded(cut(rule?.name[pen.language] ?? rule?.name.vi ?? alert.rule, 41), 41),
          padded(nameOfUnit(alert.unit, pen), 17),
          nameOfIndicator(alert.indicator, pen),
        ].join('  ');
      }),
  );
  return [pen.paint(`${pen.words.openAlerts} (${open.length})`, 'bold'), ...lines].join('\n');
}

function termBefore(items: readonly ProgressItem[], term: ResolutionDocument, pen: Pen): string {
  const counts = STATUSES.map((status) => ({
    status,
    count: items.filter((item) => item.status === status).length,
  })).filter(({ count }) => count > 0);
  const told = counts.map(({ status, count }) => `${count} ${pen.words.status[status]}`).join(', ');
  const published = items
    .filter((item) => targetOf(term, item)?.source === term.source)
    .map((item) => publishedLine(item, pen));
  const heading = pen.paint(pen.words.earlierTerm, 'bold');
  return [`${heading}: ${term.name[pen.language] ?? term.name.vi}`, told, ...published].join('\n');
}

function targetOf(term: ResolutionDocument, item: ProgressItem) {
  return term.targets.find((target) => target.id === item.targetId);
}

/** An outcome against its plan as newspapers write it: a percentage with two decimals. */
function publishedLine(item: ProgressItem, pen: Pen): string {
  const plan = item.target?.min ?? item.target?.max ?? '0';
  const percent = new Decimal(item.actual ?? 0).div(plan).times(100).toFixed(2);
  const said = (decimal: string) => amount(decimal, pen.language);
  const name = nameOfIndicator(item.indicator, pen);
  return `${name}: ${said(item.actual ?? '0')} / ${said(plan)} = ${said(percent)} % (${pen.words.published})`;
}
