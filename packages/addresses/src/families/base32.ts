import { blake2b } from '@noble/hashes/blake2.js';
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { base32nopad } from '@scure/base';
import { crc16, decoded, sameBytes, type AddressCheck } from './decoding.ts';

/** Algorand: a 32-byte key and the last four bytes of its SHA-512/256. */
export const algorand: AddressCheck = (address) => {
  const bytes = address.length === 58 ? decoded(() => base32nopad.decode(address)) : null;
  if (bytes?.length !== 36) return null;
  return sameBytes(sha512_256(bytes.subarray(0, 32)).subarray(28), bytes.subarray(32)) ? address : null;
};

const stellarAccount = 6 << 3;

/** Stellar accounts (SEP-23): version, 32-byte key, CRC-16 with its low byte first. */
export const stellar: AddressCheck = (address) => {
  const bytes = address.length === 56 ? decoded(() => base32nopad.decode(address)) : null;
  if (bytes?.length !== 35 || bytes[0] !== stellarAccount) return null;
  const crc = crc16(bytes.subarray(0, 33));
  return bytes[33] === (crc & 0xff) && bytes[34] === crc >> 8 ? address : null;
};

const filecoinChecksumBytes = 4;
const payloadBytes: Record<string, number> = { '1': 20, '2': 20, '3': 48 };

/** Ethereum's address manager, the only actor that keeps accounts of the delegated kind. */
const ethereumNamespace = 10;

/**
 * Filecoin: `f1`, `f2`, `f3`, and `f410f…` of Ethereum accounts; base32 of payload and BLAKE2b-32 over
 * protocol and payload. Other namespaces are valid text without an account behind them.
 */
export const filecoin: AddressCheck = (address) => {
  const [, protocol, body] = /^f(?:([123])|410f)([a-z2-7]{39,84})$/.exec(address) ?? [];
  const bytes = body === undefined ? null : decoded(() => base32nopad.decode(body.toUpperCase()));
  if (bytes === null) return null;
  const payload = bytes.subarray(0, -filecoinChecksumBytes);
  const isLengthRight = payload.length === (protocol === undefined ? 20 : payloadBytes[protocol]);
  const start = protocol === undefined ? [4, ethereumNamespace] : [Number(protocol)];
  const sum = blake2b(Uint8Array.of(...start, ...payload), { dkLen: filecoinChecksumBytes });
  return isLengthRight && sameBytes(sum, bytes.subarray(-filecoinChecksumBytes)) ? address : null;
};

const nanoAlphabet = '13456789abcdefghijkmnopqrstuwxyz';

/** Nano: four zero bits and a 32-byte key in 52 letters, then BLAKE2b-40 of the key, reversed, in 8. */
export const nano: AddressCheck = (address) => {
  const [, key, checksum] =
    /^(?:nano|xrb)_([13][13-9a-km-uw-z]{51})([13-9a-km-uw-z]{8})$/.exec(address) ?? [];
  if (key === undefined || checksum === undefined) return null;
  const expected = blake2b(nanoBytes(key, 32), { dkLen: 5 }).toReversed();
  return sameBytes(expected, nanoBytes(checksum, 5)) ? `nano_${key}${checksum}` : null;
};

function nanoBytes(letters: string, length: number): Uint8Array {
  const value = Array.from(letters).reduce(
    (sum, letter) => sum * 32n + BigInt(nanoAlphabet.indexOf(letter)),
    0n,
  );
  return hexToBytes(value.toString(16).padStart(length * 2, '0'));
}

const stacksAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Stacks' c32check: `S`, a version letter (P for keys, M for scripts), then hash and checksum in base 32. */
export const stacks: AddressCheck = (address) => {
  const [, version, body] = /^S([PM])([0-9A-HJKMNP-TV-Z]{24,39})$/.exec(address) ?? [];
  if (version === undefined || body === undefined) return null;
  const hex = Array.from(body)
    .reduce((sum, letter) => sum * 32n + BigInt(stacksAlphabet.indexOf(letter)), 0n)
    .toString(16);
  if (hex.length > 48) return null;
  const bytes = hexToBytes(hex.padStart(48, '0'));
  // Leading zero bytes are written one letter each, so there is one spelling only.
  if (
    leadingZeros(Array.from(bytes)) !==
    leadingZeros(Array.from(body, (letter) => stacksAlphabet.indexOf(letter)))
  )
    return null;
  const sum = sha256(sha256(Uint8Array.of(stacksAlphabet.indexOf(version), ...bytes.subarray(0, 20))));
  return sameBytes(sum.subarray(0, 4), bytes.subarray(20)) ? address : null;
};

function leadingZeros(values: readonly number[]): number {
  const first = values.findIndex((value) => value !== 0);
  return first === -1 ? values.length : first;
}
