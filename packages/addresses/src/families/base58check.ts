import { blake256 } from '@noble/hashes/blake1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';
import { decoded } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const hashBytes = 20;
/** 25 to 27 bytes; a leading zero byte takes one character. Spares the decoder everything else. */
const base58Text = /^[1-9A-HJ-NP-Za-km-z]{25,38}$/;
type Decode = (text: string) => Uint8Array | null;

/**
 * Remembers the last text: to name an address's network every coin is asked about it, and decoding is what
 * costs time.
 */
function decoder(coder: ReturnType<typeof createBase58check>): Decode {
  let last: { text: string; payload: Uint8Array | null } = { text: '', payload: null };
  return (text) => {
    if (last.text !== text) last = { text, payload: decoded(() => coder.decode(text)) };
    return last.payload;
  };
}

const bySha256 = decoder(createBase58check(sha256));
/** Decred replaces SHA-256 by the 14-round BLAKE-256 throughout. */
const byBlake256 = decoder(createBase58check(blake256));

/** Base58Check: a version of one to three bytes, a 20-byte hash, four bytes of double hash. */
export function base58check(
  versions: readonly (readonly number[])[],
  decode: Decode = bySha256,
): AddressCheck {
  return (address) => {
    const payload = base58Text.test(address) ? decode(address) : null;
    if (payload === null) return null;
    const fits = versions.some(
      (version) =>
        payload.length === version.length + hashBytes &&
        version.every((byte, index) => payload[index] === byte),
    );
    return fits ? address : null;
  };
}

/** Versions as the coins' own chain parameters have them. */
export const bitcoinBase58 = base58check([[0x00], [0x05]]);
/** Without the old `3…` (0x05): it can't be told from a Bitcoin address. */
export const litecoinBase58 = base58check([[0x30], [0x32]]);
export const dogecoin = base58check([[0x1e], [0x16]]);
export const dash = base58check([[0x4c], [0x10]]);
export const zcash = base58check([
  [0x1c, 0xb8],
  [0x1c, 0xbd],
]);
export const bitcoinGoldBase58 = base58check([[0x26], [0x17]]);
export const digibyteBase58 = base58check([[0x1e], [0x3f]]);
export const ravencoin = base58check([[0x3c], [0x7a]]);
export const qtumBase58 = base58check([[0x3a], [0x32]]);
export const horizen = base58check([
  [0x20, 0x89],
  [0x20, 0x96],
]);
export const decred = base58check(
  [
    [0x07, 0x3f],
    [0x07, 0x1a],
  ],
  byBlake256,
);
export const tron = base58check([[0x41]]);
/** tz1, tz2, tz3, tz4 and KT1. */
export const tezos = base58check([
  [6, 161, 159],
  [6, 161, 161],
  [6, 161, 164],
  [6, 161, 166],
  [2, 90, 121],
]);
