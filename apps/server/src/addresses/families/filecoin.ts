import { blake2b } from '@noble/hashes/blake2.js';
import { base32nopad } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const checksumBytes = 4;
const payloadBytes: Record<string, number> = { '1': 20, '2': 20, '3': 48 };

/** Filecoin: `f1`, `f2`, `f3`, and `f4<namespace>f…`; base32 of payload and BLAKE2b-32 over protocol and payload. */
export const filecoin: AddressCheck = (address) => {
  const [, protocol, namespace, body] = /^f(?:([123])|4(\d{1,9})f)([a-z2-7]{20,110})$/.exec(address) ?? [];
  const bytes = body === undefined ? null : decoded(() => base32nopad.decode(body.toUpperCase()));
  if (bytes === null) return null;
  const payload = bytes.subarray(0, -checksumBytes);
  const isLengthRight = protocol === undefined ? payload.length > 0 && payload.length <= 54 : payload.length === payloadBytes[protocol];
  const start = protocol === undefined ? [4, ...leb128(Number(namespace))] : [Number(protocol)];
  const sum = blake2b(Uint8Array.of(...start, ...payload), { dkLen: checksumBytes });
  return isLengthRight && sameBytes(sum, bytes.subarray(-checksumBytes)) ? address : null;
};

/** Unsigned little-endian base 128, Filecoin's form of a namespace number. */
function leb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
