import { blake2b } from '@noble/hashes/blake2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base58 } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const polkadotPrefix = 0;

/**
 * Polkadot's SS58: prefix 0, a 32-byte account, two bytes of BLAKE2b over a fixed salt, prefix and account.
 */
export const polkadot: AddressCheck = (address) => {
  const bytes = address.length <= 50 ? decoded(() => base58.decode(address)) : null;
  if (bytes?.length !== 35 || bytes[0] !== polkadotPrefix) return null;
  const sum = blake2b(concatBytes(utf8ToBytes('SS58PRE'), bytes.subarray(0, 33)));
  return sameBytes(sum.subarray(0, 2), bytes.subarray(33)) ? address : null;
};
