import { expect, test } from 'vitest';
import { addressGroups, compareAddresses, differenceText, inFours } from './compareAddresses.ts';

test('a look-alike shows where it differs from the original', () => {
  const places = compareAddresses('0xAb12ffffff9876', '0xAb12000f0f9876');
  expect(places.filter(({ isSame }) => !isSame).map(({ own, other }) => own + other)).toEqual([
    'f0',
    'f0',
    'f0',
    'f0',
  ]);
  expect(differenceText(places)).toBe('They differ in <b>characters 7 to 9 and 11</b> of 16.');
});

test('addresses of different lengths are aligned at both ends, with the gap where they diverge', () => {
  const places = compareAddresses('TJRaXX8', 'TJRabPrw8');
  expect(places.map(({ own }) => own || '·').join('')).toBe('TJRa··XX8');
  expect(places.map(({ other }) => other).join('')).toBe('TJRabPrw8');
  expect(places.at(-1)?.isSame).toBe(true);
  expect(differenceText(places)).toBe('They differ in <b>characters 5 to 8</b> of 9.');
});

test('addresses that differ in one character, and equal ones', () => {
  expect(differenceText(compareAddresses('abcd', 'abce'))).toBe('They differ in <b>character 4</b> of 4.');
  expect(differenceText(compareAddresses('abcd', 'abcd'))).toBe('They differ in <b>nothing</b> of 4.');
});

test('groups of four keep every character', () => {
  expect(inFours('abcdefghij'.split('')).map((group) => group.join(''))).toEqual(['abcd', 'efgh', 'ij']);
  expect(inFours([])).toEqual([]);
});

test('an address is grouped in fours after its 0x, and the groups join to the address', () => {
  const shown = (address: string) => addressGroups(address.split(''), address).map((group) => group.join(''));
  expect(shown('0xD1220A0cf4')).toEqual(['0x', 'D122', '0A0c', 'f4']);
  expect(shown('TJRabP')).toEqual(['TJRa', 'bP']);
  expect(shown('0x')).toEqual(['0x']);
});
