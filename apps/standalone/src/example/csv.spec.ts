import { expect, test } from '@jest/globals';
import { documentsOf, rowsOf } from './csv.js';

test('quoted cells keep commas, quotes and Vietnamese text', () => {
  expect(rowsOf('a,b\n"68,818 ""tỷ""",Đa Kao\n')).toEqual([
    ['a', 'b'],
    ['68,818 "tỷ"', 'Đa Kao'],
  ]);
});

test('an empty first or last cell is a cell', () => {
  expect(rowsOf('a,b,c\r\n,x,\r\n')).toEqual([
    ['a', 'b', 'c'],
    ['', 'x', ''],
  ]);
});

test('a row of another width is named by its line', () => {
  expect(() => rowsOf('a,b\n1,2\n\n1\n')).toThrow('CSV line 4 does not have 2 cells.');
});

test('a header of paths makes nested documents, and empty cells leave fields out', () => {
  const text = 'id,name.vi,validTo,plans.0.year,plans.0.min\nd1,Quận 1,,2021,10.50\n';
  expect(documentsOf(text)).toEqual([
    { id: 'd1', name: { vi: 'Quận 1' }, plans: [{ year: 2021, min: '10.50' }] },
  ]);
});
