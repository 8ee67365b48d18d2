import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58 } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const mainNetwork = 'W'.charCodeAt(0);

/** Waves: version 1, network letter, 20-byte hash, four bytes of Keccak over BLAKE2b. */
export const waves: AddressCheck = (address) => {
  const bytes = address.length <= 36 ? decoded(() => base58.decode(address)) : null;
  if (bytes?.length !== 26 || bytes[0] !== 1 || bytes[1] !== mainNetwork) return null;
  const sum = keccak_256(blake2b(bytes.subarray(0, 22), { dkLen: 32 }));
  return sameBytes(sum.subarray(0, 4), bytes.subarray(22)) ? address : null;
};
