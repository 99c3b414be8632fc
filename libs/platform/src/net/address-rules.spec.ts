import { expect, test } from '@jest/globals';
import { AddressRules, isAddressRule, LOOPBACK } from './address-rules.js';

const strict = new AddressRules([]);

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:a01:203',
  '2002:7f00:1::',
  '[::1]',
  'localhost',
  'LOCALHOST.',
  'x.localhost',
])('%s is closed', (host) => expect(strict.isAllowed(host)).toBe(false));

test.each(['93.184.216.34', '2606:2800:220:1::1', 'hooks.example.vn'])('%s is open', (host) =>
  expect(strict.isAllowed(host)).toBe(true),
);

test('the allow-list opens addresses, ranges and hosts, and nothing else', () => {
  const rules = new AddressRules([...LOOPBACK, '10.1.0.0/16', '192.168.7.7']);
  for (const host of ['127.0.0.1', '::1', 'localhost', '10.1.255.1', '192.168.7.7']) {
    expect(rules.isAllowed(host)).toBe(true);
  }
  for (const host of ['10.2.0.1', '192.168.7.8']) expect(rules.isAllowed(host)).toBe(false);
});

test.each(['10.1.0.0/16', '10.1.2.3', '::1', 'fd00::/8', 'hooks', 'hooks.example.vn'])(
  '%s is an entry of the allow-list',
  (entry) => expect(isAddressRule(entry)).toBe(true),
);

test.each([
  '10.1.0.0/33',
  '10.1.0.0/',
  '10.1',
  '::1/129',
  'http://hooks',
  'a b',
  '*.example.vn',
  '-',
])('%s is none', (entry) => expect(isAddressRule(entry)).toBe(false));
