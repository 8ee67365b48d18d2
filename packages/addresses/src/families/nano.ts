import { blake2b } from '@noble/hashes/blake2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const alphabet = '13456789abcdefghijkmnopqrstuwxyz';

/** Nano: four zero bits and a 32-byte key in 52 letters, then BLAKE2b-40 of the key, reversed, in 8. */
export const nano: AddressCheck = (address) => {
  const [, key, checksum] =
    /^(?:nano|xrb)_([13][13-9a-km-uw-z]{51})([13-9a-km-uw-z]{8})$/.exec(address) ?? [];
  if (key === undefined || checksum === undefined) return null;
  const expected = blake2b(bytesOf(key, 32), { dkLen: 5 }).toReversed();
  return sameBytes(expected, bytesOf(checksum, 5)) ? `nano_${key}${checksum}` : null;
};

function bytesOf(letters: string, length: number): Uint8Array {
  const value = Array.from(letters).reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  return hexToBytes(value.toString(16).padStart(length * 2, '0'));
}
