import { expect, test } from '@jest/globals';
import { isSameName } from './unit-name.js';

test.each([
  ['Phường Bến Nghé', 'Phường Bến Nghé'],
  ['bến nghé', 'Phường Bến Nghé'],
  ['P. BẾN NGHÉ', 'Phường Bến Nghé'],
  ['Ben Nghe', 'Phường Bến Nghé'],
  ['Phường Da Kao', 'Phường Đa Kao'],
  ['Phường Hoà Hưng', 'Phường Hòa Hưng'],
  ['Bến Nghé'.normalize('NFD'), 'Phường Bến Nghé'],
  ['Phường 01', 'Phường 1'],
  ['  Cầu   Ông Lãnh ', 'Phường Cầu Ông Lãnh'],
])('%s is %s', (sent, own) => {
  expect(isSameName(sent, own)).toBe(true);
});

test.each([
  ['Phường Bến Nghé', 'Phường Sài Gòn'],
  ['Phường Bến Thành', 'Phường Bến Thạnh'],
  ['Phường 1', 'Phường 10'],
  ['Đa Kao', 'Tân Định'],
  ['', 'Phường Bến Nghé'],
])('%s is not %s', (sent, own) => {
  expect(isSameName(sent, own)).toBe(false);
});
