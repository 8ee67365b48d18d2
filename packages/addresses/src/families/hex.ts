import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AddressCheck } from './decoding.ts';

/**
 * Ethereum and every chain with its addresses. Mixed case is an EIP-55 checksum and must fit; all-lower and
 * all-upper have none and pass. The result always has the checksum.
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
  const isUpper = (index: number): boolean => Number.parseInt(hash[index] ?? '0', 16) >= 8;
  const digits = Array.from(lowerDigits, (digit, index) => (isUpper(index) ? digit.toUpperCase() : digit));
  return `0x${digits.join('')}`;
}

// The following have no checksum: only their form can be checked, so a wrong character may pass. Interfaces should ask
// people to compare these once more.

/** Sui, and Aptos in its long form (AIP-40; the short forms belong to system accounts): 32 bytes in hex. */
export const bytes32: AddressCheck = (address) =>
  /^0x[0-9a-fA-F]{64}$/.test(address) ? address.toLowerCase() : null;

/**
 * Starknet: a field element below 2^251, in full (`0x0…`, 64 digits) or without its first zero (63 digits).
 * Wallets may omit more zeros; those forms are refused, because a shorter one may also be cut off.
 */
export const starknet: AddressCheck = (address) => {
  if (!/^0x(0[0-7][0-9a-f]{62}|[1-7][0-9a-f]{62})$/i.test(address)) return null;
  return `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
};

/** ICON: accounts only, not contracts (`cx…`). */
export const icon: AddressCheck = (address) => (/^hx[0-9a-f]{40}$/.test(address) ? address : null);

/**
 * NEAR: an implicit account (64 hex digits) or a name under `.near` or `.tg`. Other top-level names exist,
 * but with them any lower-case word would be valid, and so would many addresses of other chains.
 */
export const near: AddressCheck = (address) => {
  if (/^[0-9a-f]{64}$/.test(address)) return address;
  const isName = address.length <= 64 && /^(([a-z\d]+[-_])*[a-z\d]+\.)+(near|tg)$/.test(address);
  return isName ? address : null;
};
