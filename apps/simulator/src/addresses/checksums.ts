import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xrp, createBase58check, hex } from '@scure/base';

const base58check = createBase58check(sha256);

export const joined = (...parts: ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));

/**
 * Base58 with a version in front and four bytes of double SHA-256 behind (Bitcoin and its relatives, Tron,
 * Tezos).
 */
export const base58WithVersion = (version: number[], payload: Uint8Array): string =>
  base58check.encode(joined(version, payload));

/** The same with Ripple's alphabet. */
export const rippleAddress = (accountId: Uint8Array): string => {
  const body = joined([0], accountId);
  return base58xrp.encode(joined(body, sha256(sha256(body)).slice(0, 4)));
};

/** EIP-55: a hex digit is upper-case where the digest of the lower-case address has a nibble of 8 or more. */
export const eip55 = (account: Uint8Array): string => {
  const lower = hex.encode(account);
  const digest = hex.encode(keccak_256(new TextEncoder().encode(lower)));
  const mixed = Array.from(lower, (char, index) =>
    Number.parseInt(digest[index] ?? '0', 16) >= 8 ? char.toUpperCase() : char,
  );
  return `0x${mixed.join('')}`;
};

/** CRC-16/XMODEM, used by TON (high byte first) and Stellar (low byte first). */
export const crc16 = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
};
