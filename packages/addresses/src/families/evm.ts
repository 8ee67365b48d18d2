import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AddressCheck } from '../addressCheck.ts';

/**
 * Ethereum and every chain with its addresses. Mixed case is an EIP-55 checksum and must fit; all-lower and
 * all-upper carry none and pass. The answer is always checksummed.
 */
export const evm: AddressCheck = (address) => {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return null;
  const digits = address.slice(2);
  const checksummed = withChecksum(digits.toLowerCase());
  const hasNoChecksum = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  return hasNoChecksum || address === checksummed ? checksummed : null;
};

function withChecksum(lowerDigits: string): string {
  const hash = bytesToHex(keccak_256(utf8ToBytes(lowerDigits)));
  return `0x${Array.from(lowerDigits, (digit, index) => (Number.parseInt(hash[index] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit)).join('')}`;
}
