import { blake2b } from '@noble/hashes/blake2.js';
import { base32nopad } from '@scure/base';
import { decoded, sameBytes } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

const checksumBytes = 4;
const payloadBytes: Record<string, number> = { '1': 20, '2': 20, '3': 48 };

/** Ethereum's address manager, the only actor that keeps accounts of the delegated kind. */
const ethereumNamespace = 10;

/**
 * Filecoin: `f1`, `f2`, `f3`, and `f410f…` of Ethereum accounts; base32 of payload and BLAKE2b-32 over
 * protocol and payload. Other namespaces are valid text that nothing on the chain answers to.
 */
export const filecoin: AddressCheck = (address) => {
  const [, protocol, body] = /^f(?:([123])|410f)([a-z2-7]{39,84})$/.exec(address) ?? [];
  const bytes = body === undefined ? null : decoded(() => base32nopad.decode(body.toUpperCase()));
  if (bytes === null) return null;
  const payload = bytes.subarray(0, -checksumBytes);
  const isLengthRight = payload.length === (protocol === undefined ? 20 : payloadBytes[protocol]);
  const start = protocol === undefined ? [4, ethereumNamespace] : [Number(protocol)];
  const sum = blake2b(Uint8Array.of(...start, ...payload), { dkLen: checksumBytes });
  return isLengthRight && sameBytes(sum, bytes.subarray(-checksumBytes)) ? address : null;
};
