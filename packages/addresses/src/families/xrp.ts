import { sha256 } from '@noble/hashes/sha2.js';
import { base58xrp } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

/** XRP Ledger classic addresses: Base58Check with Ripple's alphabet, version 0 and a 20-byte account id. */
export const xrp: AddressCheck = (address) => {
  const bytes = /^r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(address)
    ? decoded(() => base58xrp.decode(address))
    : null;
  if (bytes?.length !== 25 || bytes[0] !== 0) return null;
  return sameBytes(sha256(sha256(bytes.subarray(0, 21))).subarray(0, 4), bytes.subarray(21)) ? address : null;
};
