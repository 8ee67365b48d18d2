import { blake256 } from '@noble/hashes/blake1.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base58, base58xmr, base58xrp, createBase58check } from '@scure/base';
import { decoded, sameBytes, type AddressCheck } from './decoding.ts';

const hashBytes = 20;
/** 25 to 27 bytes; a leading zero byte takes one character. The decoder sees nothing else. */
const base58Text = /^[1-9A-HJ-NP-Za-km-z]{25,38}$/;
type Decode = (text: string) => Uint8Array | null;

/**
 * Caches the last text: to find an address's network every coin's check runs on it, and decoding is the expensive part.
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
function base58check(versions: readonly (readonly number[])[], decode: Decode = bySha256): AddressCheck {
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

// Versions from the coins' own chain parameters.
export const bitcoinBase58 = base58check([[0x00], [0x05]]);
/** Without the old `3…` (0x05), which is the same as a Bitcoin address. */
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

/** XRP Ledger classic addresses: Base58Check with Ripple's alphabet, version 0 and a 20-byte account id. */
export const xrp: AddressCheck = (address) => {
  const bytes = /^r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(address)
    ? decoded(() => base58xrp.decode(address))
    : null;
  if (bytes?.length !== 25 || bytes[0] !== 0) return null;
  return sameBytes(sha256(sha256(bytes.subarray(0, 21))).subarray(0, 4), bytes.subarray(21)) ? address : null;
};

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

const wavesMainNetwork = 'W'.charCodeAt(0);

/** Waves: version 1, network letter, 20-byte hash, four bytes of Keccak over BLAKE2b. */
export const waves: AddressCheck = (address) => {
  const bytes = address.length <= 36 ? decoded(() => base58.decode(address)) : null;
  if (bytes?.length !== 26 || bytes[0] !== 1 || bytes[1] !== wavesMainNetwork) return null;
  const sum = keccak_256(blake2b(bytes.subarray(0, 22), { dkLen: 32 }));
  return sameBytes(sum.subarray(0, 4), bytes.subarray(22)) ? address : null;
};

/** Monero's network bytes and lengths. */
const moneroStandard = 18;
const moneroIntegrated = 19;
const moneroSubaddress = 42;
const moneroKeysBytes = 64;
const moneroPaymentIdBytes = 8;
const moneroChecksumBytes = 4;

/**
 * Monero: base58 in blocks; network byte, two keys, for integrated addresses a payment id, four bytes of
 * Keccak.
 */
export const monero: AddressCheck = (address) => {
  const bytes =
    address.length === 95 || address.length === 106 ? decoded(() => base58xmr.decode(address)) : null;
  if (bytes === null || base58xmr.encode(bytes) !== address) return null;
  const [network] = bytes;
  const plainBytes = 1 + moneroKeysBytes + moneroChecksumBytes;
  const isPlain = (network === moneroStandard || network === moneroSubaddress) && bytes.length === plainBytes;
  const isIntegrated = network === moneroIntegrated && bytes.length === plainBytes + moneroPaymentIdBytes;
  const body = bytes.subarray(0, -moneroChecksumBytes);
  return (isPlain || isIntegrated) &&
    sameBytes(keccak_256(body).subarray(0, moneroChecksumBytes), bytes.subarray(-moneroChecksumBytes))
    ? address
    : null;
};

/** Solana: 32 bytes in base58, without a checksum: a wrong character may pass. */
export const solana: AddressCheck = (address) =>
  /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(address) && decoded(() => base58.decode(address))?.length === 32
    ? address
    : null;
