import { bech32, createBase58check } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { decoded, type AddressCheck } from './decoding.ts';

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];
const checksumLetters = 8;
/** 64 bytes of hash, the most the specification knows, and the version. */
const longestBody = 112;

/** The 40-bit checksum of the CashAddr specification, which Kaspa uses too. */
function polymod(values: readonly number[]): bigint {
  let sum = 1n;
  for (const value of values) {
    const top = sum >> 35n;
    sum = ((sum & 0x07ffffffffn) << 5n) ^ BigInt(value);
    generators.forEach((generator, bit) => {
      if ((top >> BigInt(bit)) & 1n) sum ^= generator;
    });
  }
  return sum ^ 1n;
}

function prefixValues(prefix: string): number[] {
  return [...Array.from(prefix, (letter) => letter.charCodeAt(0) & 31), 0];
}

/**
 * Version byte and hash behind an address of the prefix, which may be left out. Null when anything is off.
 */
function payloadOf(prefix: string, address: string): Uint8Array | null {
  if (address !== address.toLowerCase() && address !== address.toUpperCase()) return null;
  const text = address.toLowerCase();
  const body = text.startsWith(`${prefix}:`) ? text.slice(prefix.length + 1) : text;
  if (body.length > longestBody) return null;
  const values = Array.from(body, (letter) => alphabet.indexOf(letter));
  if (
    values.length <= checksumLetters ||
    values.includes(-1) ||
    polymod([...prefixValues(prefix), ...values]) !== 0n
  )
    return null;
  return decoded(() => bech32.fromWords(values.slice(0, -checksumLetters)));
}

function encode(prefix: string, payload: Uint8Array): string {
  const values = bech32.toWords(payload);
  const sum = polymod([...prefixValues(prefix), ...values, ...Array<number>(checksumLetters).fill(0)]);
  const checksum = Array.from({ length: checksumLetters }, (_none, index) =>
    Number((sum >> BigInt(5 * (checksumLetters - 1 - index))) & 31n),
  );
  return `${prefix}:${[...values, ...checksum].map((value) => alphabet[value]).join('')}`;
}

/**
 * Bitcoin Cash: key hashes (`q…`) and script hashes (`p…`) of 20 bytes, and script hashes of 32 since 2023.
 */
export const bitcoinCash: AddressCheck = (address) => {
  const payload = payloadOf('bitcoincash', address);
  if (payload !== null) return isCashPayload(payload) ? encode('bitcoincash', payload) : null;
  return fromLegacy(address);
};

const script32 = 0x0b;

function isCashPayload(payload: Uint8Array): boolean {
  const [version] = payload;
  return (
    (payload.length === 21 && (version === 0x00 || version === 0x08)) ||
    (payload.length === 33 && version === script32)
  );
}

const legacy = createBase58check(sha256);

/** The old spelling is the same as Bitcoin's; it is converted to the new one, which no other coin uses. */
function fromLegacy(address: string): string | null {
  const payload = /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(address)
    ? decoded(() => legacy.decode(address))
    : null;
  if (payload?.length !== 21) return null;
  if (payload[0] === 0x00) return encode('bitcoincash', payload);
  return payload[0] === 0x05 ? encode('bitcoincash', Uint8Array.of(0x08, ...payload.slice(1))) : null;
}

/** Kaspa: a Schnorr key (0), an ECDSA key (1) or a script hash (8). The prefix belongs to the address. */
export const kaspa: AddressCheck = (address) => {
  const payload = address.toLowerCase().startsWith('kaspa:') ? payloadOf('kaspa', address) : null;
  if (payload === null) return null;
  const expectedBytes = payload[0] === 1 ? 34 : payload[0] === 0 || payload[0] === 8 ? 33 : -1;
  return payload.length === expectedBytes ? address.toLowerCase() : null;
};
