import { expect, test } from '@jest/globals';
import { amount, coloured, cut, padded, plain, widthOf } from './text.js';

test('a text is as wide as its letters, composed or decomposed', () => {
  expect(widthOf('Đường Nguyễn Cư Trinh')).toBe(21);
  expect(widthOf('Đường Nguyễn Cư Trinh'.normalize('NFD'))).toBe(21);
});

test('padding fills to the same column on either side', () => {
  expect(padded('Đa Kao', 8)).toBe('Đa Kao  ');
  expect(widthOf(padded('Bến Nghé'.normalize('NFD'), 10))).toBe(10);
  expect(padded('7', 3, 'left')).toBe('  7');
});

test('a text that is too wide ends in an ellipsis within the width', () => {
  expect(cut('Tỷ lệ hộ nghèo', 8)).toBe('Tỷ lệ h…');
  expect(cut('Tỷ lệ', 8)).toBe('Tỷ lệ');
});

test('decimals are written as each language writes them', () => {
  expect(amount('76754.67', 'en')).toBe('76,754.67');
  expect(amount('76754.67', 'vi')).toBe('76.754,67');
  expect(amount('-1234567', 'vi')).toBe('-1.234.567');
  expect(amount('0.4688', 'en')).toBe('0.4688');
});

test('colour changes nothing but the colour', () => {
  expect(plain('đỏ', 'red')).toBe('đỏ');
  expect(coloured('đỏ', 'red')).toBe('\u001b[31mđỏ\u001b[0m');
});
