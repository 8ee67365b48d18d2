import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const standard = 18;
const integrated = 19;
const subaddress = 42;
const keysBytes = 64;
const paymentIdBytes = 8;
const checksumBytes = 4;

/**
 * Monero: base58 in blocks; network byte, two keys, for integrated addresses a payment id, four bytes of
 * Keccak.
 */
export const monero: AddressCheck = (address) => {
  const bytes =
    address.length === 95 || address.length === 106 ? decoded(() => base58xmr.decode(address)) : null;
  if (bytes === null || base58xmr.encode(bytes) !== address) return null;
  const [network] = bytes;
  const isPlain =
    (network === standard || network === subaddress) && bytes.length === 1 + keysBytes + checksumBytes;
  const isIntegrated =
    network === integrated && bytes.length === 1 + keysBytes + paymentIdBytes + checksumBytes;
  const body = bytes.subarray(0, -checksumBytes);
  return (isPlain || isIntegrated) &&
    sameBytes(keccak_256(body).subarray(0, checksumBytes), bytes.subarray(-checksumBytes))
    ? address
    : null;
};
