const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const MARKS = /\p{M}/gu;
const SORT_OF_UNIT =
  /^(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh|p|x|tt|q|h|tx|tp)[\s.]+/;

/**
 * Whether a sender's name of a unit is the unit's own: capitals, the sort of unit before it, leading
 * zeros and the place of the tone mark (hòa, hoà) do not matter; a name without any mark matches what
 * it would be with marks. Đa Kao is not Tân Định.
 */
export function isSameName(sent: string, own: string): boolean {
  if (sent === own) return true;
  const a = plain(sent);
  const b = plain(own);
  return a === b || (a === withoutMarks(a) && a === withoutMarks(b));
}

function plain(name: string): string {
  const text = name.normalize('NFC').toLowerCase().trim().replace(SORT_OF_UNIT, '');
  return text
    .normalize('NFD')
    .split(/[\s.,-]+/)
    .filter((word) => word !== '')
    .map((word) => `${word.replace(TONES, '')}${(word.match(TONES) ?? []).join('')}`)
    .join(' ')
    .replace(/\b0+(?=\d)/g, '');
}

function withoutMarks(text: string): string {
  return text.replace(MARKS, '').replaceAll('đ', 'd');
}
