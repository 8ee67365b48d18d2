import { sha512_256 } from '@noble/hashes/sha2.js';
import { base32nopad } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

/** Algorand: a 32-byte key and the last four bytes of its SHA-512/256. */
export const algorand: AddressCheck = (address) => {
  const bytes = address.length === 58 ? decoded(() => base32nopad.decode(address)) : null;
  if (bytes?.length !== 36) return null;
  return sameBytes(sha512_256(bytes.subarray(0, 32)).subarray(28), bytes.subarray(32)) ? address : null;
};
