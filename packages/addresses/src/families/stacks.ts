import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Stacks' c32check: `S`, a version letter (P for keys, M for scripts), then hash and checksum in base 32. */
export const stacks: AddressCheck = (address) => {
  const [, version, body] = /^S([PM])([0-9A-HJKMNP-TV-Z]{24,39})$/.exec(address) ?? [];
  if (version === undefined || body === undefined) return null;
  const hex = Array.from(body)
    .reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n)
    .toString(16);
  if (hex.length > 48) return null;
  const bytes = hexToBytes(hex.padStart(48, '0'));
  // Leading zero bytes are written one letter each, so there is one spelling only.
  if (
    leadingZeros(Array.from(bytes)) !== leadingZeros(Array.from(body, (letter) => alphabet.indexOf(letter)))
  )
    return null;
  const sum = sha256(sha256(Uint8Array.of(alphabet.indexOf(version), ...bytes.subarray(0, 20))));
  return sameBytes(sum.subarray(0, 4), bytes.subarray(20)) ? address : null;
};

function leadingZeros(values: readonly number[]): number {
  const first = values.findIndex((value) => value !== 0);
  return first === -1 ? values.length : first;
}
