import { expect, test } from 'vitest';
import { callerNetwork, isInRanges, plainAddress } from './networkAddress.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:203.0.113.7%lo', '203.0.113.7'],
  ['2001:DB8::1', '2001:db8::1'],
  // Neither is IPv4-mapped: one has other bits in its prefix, one bits before it.
  ['::fffe:203.0.113.7', '::fffe:cb00:7107'],
  ['1::ffff:203.0.113.7', '1::ffff:cb00:7107'],
  ['2001:0DB8:0:0::0001', '2001:db8::1'],
])('%s is normalised to %s', (given, plain) => {
  expect(plainAddress(given)).toBe(plain);
});

test.each([
  null,
  undefined,
  '',
  'localhost',
  '203.0.113.7:80',
  '203.0.113.07',
  '203.0.113.7, 198.51.100.1',
  "1.2.3.4' or true",
])('%j is not an address, and in no range', (given) => {
  expect(plainAddress(given)).toBeNull();
  expect(isInRanges(given, ['0.0.0.0/0', '::/0'])).toBe(false);
  expect(callerNetwork(given)).toBe('unknown');
});

test('an IPv4 range contains its addresses in every notation, and no others', () => {
  const ranges = ['203.0.113.0/24', '198.51.100.9/32'];
  for (const inside of [
    '203.0.113.0',
    '203.0.113.255',
    '::ffff:203.0.113.4',
    '::ffff:cb00:7101',
    '198.51.100.9',
  ])
    expect(isInRanges(inside, ranges), inside).toBe(true);
  for (const outside of [
    '203.0.112.255',
    '203.0.114.0',
    '198.51.100.8',
    '::ffff:198.51.100.8',
    '2001:db8::cb00:7101',
    '::cb00:7101',
  ])
    expect(isInRanges(outside, ranges), outside).toBe(false);
});

test('an IPv6 range contains its addresses, with and without a zone, and no IPv4', () => {
  const ranges = ['2001:db8:1::/48', 'fe80::/10'];
  for (const inside of ['2001:db8:1::', '2001:db8:1:ffff::1', '2001:0db8:0001:0::9', 'fe80::1%eth0'])
    expect(isInRanges(inside, ranges), inside).toBe(true);
  for (const outside of ['2001:db8:2::', '203.0.113.7', '::ffff:203.0.113.7', '::1'])
    expect(isInRanges(outside, ranges), outside).toBe(false);
});

test('all addresses of an IPv6 /64 count as one caller', () => {
  expect(callerNetwork('2001:db8:1:2:3:4:5:6')).toBe(callerNetwork('2001:db8:1:2::1'));
  expect(callerNetwork('2001:db8:1:2::1')).not.toBe(callerNetwork('2001:db8:1:3::1'));
  expect(callerNetwork('::ffff:203.0.113.7')).toBe('203.0.113.7');
});
