const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** How many columns a text takes: "Đường" takes five, however its diacritics are encoded. */
export function widthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** Fills a text up to a width, on the right, or on the left for numbers. */
export function padded(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + fill : fill + text;
}

/** Cuts a text that is wider than it may be, with an ellipsis in its last column. */
export function cut(text: string, width: number): string {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  if (characters.length <= width) return text;
  return `${characters
    .slice(0, width - 1)
    .join('')
    .trimEnd()}…`;
}

export type Colour = 'red' | 'orange' | 'green' | 'grey' | 'bold';

const CODES: Record<Colour, number> = { red: 31, orange: 33, green: 32, grey: 90, bold: 1 };

/** Colours a text where colours are wanted; it always reads the same without them. */
export type Paint = (text: string, colour: Colour) => string;
export const plain: Paint = (text) => text;
export const coloured: Paint = (text, colour) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;

export type Language = 'vi' | 'en';

/** A canonical decimal as it is written in a language: 76,754.67 or 76.754,67. */
export function amount(decimal: string, language: Language): string {
  const [whole = '', fraction] = decimal.split('.');
  const [thousands, point] = language === 'vi' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}
