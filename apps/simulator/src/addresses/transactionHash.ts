import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { base32nopad, base58, hex } from '@scure/base';
import { base58WithVersion, joined } from './checksums.ts';

const FORMS = {
  hex: (h32: Uint8Array) => hex.encode(h32),
  HEX: (h32: Uint8Array) => hex.encode(h32).toUpperCase(),
  '0xHex': (h32: Uint8Array) => `0x${hex.encode(h32)}`,
  base58: (h32: Uint8Array) => base58.encode(h32),
  base58Signature: (h32: Uint8Array) => base58.encode(sha512(h32)),
  base32: (h32: Uint8Array) => base32nopad.encode(h32),
  /** Tezos operation: base58check whose version makes it begin with `o`. */
  tezos: (h32: Uint8Array) => base58WithVersion([5, 116], h32),
  /** Filecoin message: a CID of version 1, dag-cbor, blake2b-256, in lower-case base32. */
  filecoin: (h32: Uint8Array) =>
    `b${base32nopad.encode(joined([0x01, 0x71, 0xa0, 0xe4, 0x02, 0x20], h32)).toLowerCase()}`,
  /** Avalanche X-Chain: base58 with the last four bytes of one SHA-256 behind. */
  cb58: (h32: Uint8Array) => base58.encode(joined(h32, sha256(h32).slice(-4))),
  hbar: (h32: Uint8Array) =>
    `0.0.${1000 + (h32[0] as number)}@1700000000.${100_000_000 + new DataView(h32.buffer).getUint16(0)}`,
};

export type HashForm = keyof typeof FORMS;

/** A transaction id of the form that the network's explorers expect, made from a seed. */
export const transactionHash = (form: HashForm, seed: string): string =>
  FORMS[form](sha256(new TextEncoder().encode(seed)));
