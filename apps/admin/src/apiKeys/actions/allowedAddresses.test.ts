import { expect, test } from 'vitest';
import { readRanges } from './allowedAddresses.ts';

test('addresses are separated by line breaks, spaces, commas or semicolons', () => {
  expect(readRanges('203.0.113.7\n 10.0.0.0/8, 2001:db8::/32;192.0.2.1 ')).toEqual([
    '203.0.113.7',
    '10.0.0.0/8',
    '2001:db8::/32',
    '192.0.2.1',
  ]);
});

test('no input means any address', () => {
  for (const text of ['', '  ', '\n,\n']) expect(readRanges(text)).toBeNull();
});
