import { joined } from './checksums.ts';

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/**
 * CashAddr (Bitcoin Cash, Kaspa): like bech32, but with a 40-bit BCH checksum and a version byte inside the
 * payload.
 */
export const cashAddress = (prefix: string, version: number, payload: Uint8Array): string => {
  const groups = toFiveBitGroups(joined([version], payload));
  const prefixGroups = Array.from(prefix, (char) => char.charCodeAt(0) & 31);
  const checksum = polymod([...prefixGroups, 0, ...groups, 0, 0, 0, 0, 0, 0, 0, 0]);
  const checkGroups = Array.from({ length: 8 }, (_, index) =>
    Number((checksum >> BigInt(5 * (7 - index))) & 31n),
  );
  return `${prefix}:${[...groups, ...checkGroups].map((group) => ALPHABET[group]).join('')}`;
};

const toFiveBitGroups = (bytes: Uint8Array): number[] => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => Number.parseInt(group.padEnd(5, '0'), 2));
};

const polymod = (groups: number[]): bigint => {
  let sum = 1n;
  for (const group of groups) {
    const top = sum >> 35n;
    sum = ((sum & 0x07ffffffffn) << 5n) ^ BigInt(group);
    GENERATORS.forEach((generator, bit) => {
      if ((top >> BigInt(bit)) & 1n) sum ^= generator;
    });
  }
  return sum ^ 1n;
};
