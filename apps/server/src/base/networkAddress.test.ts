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
  // Neither is the mapped form: one prefix too short, one with other bits in it.
  ['::fffe:203.0.113.7', '::fffe:203.0.113.7'],
  ['1::ffff:203.0.113.7', '1::ffff:203.0.113.7'],
])('%s is compared as %s', (given, plain) => {
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
])('%j is no address, and in no range', (given) => {
  expect(plainAddress(given)).toBeNull();
  expect(isInRanges(given, ['0.0.0.0/0', '::/0'])).toBe(false);
  expect(callerNetwork(given)).toBe('unknown');
});

test('a range of IPv4 holds its addresses in every spelling, and no others', () => {
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

test('a range of IPv6 holds its addresses, with a zone or without, and no IPv4', () => {
  const ranges = ['2001:db8:1::/48', 'fe80::/10'];
  for (const inside of ['2001:db8:1::', '2001:db8:1:ffff::1', '2001:0db8:0001:0::9', 'fe80::1%eth0'])
    expect(isInRanges(inside, ranges), inside).toBe(true);
  for (const outside of ['2001:db8:2::', '203.0.113.7', '::ffff:203.0.113.7', '::1'])
    expect(isInRanges(outside, ranges), outside).toBe(false);
});

test('who owns an IPv6 network is one caller, whatever address of it they use', () => {
  expect(callerNetwork('2001:db8:1:2:3:4:5:6')).toBe(callerNetwork('2001:db8:1:2::1'));
  expect(callerNetwork('2001:db8:1:2::1')).not.toBe(callerNetwork('2001:db8:1:3::1'));
  expect(callerNetwork('::ffff:203.0.113.7')).toBe('203.0.113.7');
});
