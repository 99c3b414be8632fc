import type { Bundle, ProgressItem } from '#contracts';
import { Decimal } from 'decimal.js';
import type { Language, Paint } from './text.js';
import { amount } from './text.js';
import type { Words } from './words.js';

/** What it takes to write about progress: the language, its words, colours, and the names of things. */
export interface Pen {
  readonly language: Language;
  readonly words: Words;
  readonly paint: Paint;
  readonly bundle: Bundle;
}

/** In one line: what it is now, what it should be, and by how much it is behind. */
export function why(item: ProgressItem, pen: Pen): string {
  const { words } = pen;
  const decimals = Math.max(2, measureOf(item, pen)?.decimals ?? 0);
  const said = (decimal: string | null) => amount(rounded(decimal ?? '0', decimals), pen.language);
  const { side, limit } = limitOf(item, pen);
  const now = `${item.period}: ${said(item.actual)}`;
  if (item.kind === 'maintain') {
    return `${now}; ${words.limit(side, limit, item.target?.strict === true)}`;
  }
  const due = words.expected(item.period ?? '', said(item.expected));
  const behind = item.pace === null ? undefined : words.pace(amount(item.pace, pen.language));
  const reason = item.reason && words.reason[item.reason];
  return [now, due, words.byEnd(side, limit), behind, reason].filter(Boolean).join('; ');
}

/** For reading only: what the status rests on is exact. */
function rounded(decimal: string, decimals: number): string {
  return new Decimal(decimal).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).toFixed();
}

function measureOf({ indicator }: ProgressItem, { bundle }: Pen) {
  return bundle.indicators?.find((known) => known.code === indicator);
}

function limitOf(item: ProgressItem, pen: Pen) {
  const { target } = item;
  const measure = measureOf(item, pen)?.unitOfMeasure;
  const side = target?.min === undefined ? ('max' as const) : ('min' as const);
  return { side, limit: `${amount(target?.[side] ?? '0', pen.language)} ${measure ?? ''}`.trim() };
}

/** A ward goes by its name alone: the column says what it is. */
export function nameOfUnit(id: string, { bundle }: Pen): string {
  const name = bundle.units?.find((unit) => unit.id === id)?.name.vi ?? id;
  return name.replace(/^Phường /, '');
}

export function nameOfIndicator(code: string, { bundle, language }: Pen) {
  const name = bundle.indicators?.find((known) => known.code === code)?.name;
  return name?.[language] ?? name?.vi ?? code;
}
