import { blake2b } from '@noble/hashes/blake2.js';
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base32nopad, base58, base58xmr, base64urlnopad, bech32, hex } from '@scure/base';
import { cashAddress } from './cashAddress.ts';
import { base58WithVersion, crc16, eip55, joined, rippleAddress } from './checksums.ts';

type H20 = { h20: Uint8Array };
type H28 = { h28: Uint8Array };
type H32 = { h32: Uint8Array };

const segwit = (prefix: string, hash: Uint8Array): string =>
  bech32.encode(prefix, [0, ...bech32.toWords(hash)]);
const cosmosLike = (prefix: string, bytes: Uint8Array): string =>
  bech32.encode(prefix, bech32.toWords(bytes));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const stellar = (key: Uint8Array): string => {
  const body = joined([0x30], key);
  const crc = crc16(body);
  return base32nopad.encode(joined(body, [crc & 0xff, crc >> 8]));
};

/** Non-bounceable user-friendly form (`UQ…`), workchain 0. */
const ton = (account: Uint8Array): string => {
  const body = joined([0x51, 0], account);
  const crc = crc16(body);
  return base64urlnopad.encode(joined(body, [crc >> 8, crc & 0xff]));
};

const polkadot = (key: Uint8Array): string => {
  const body = joined([0], key);
  return base58.encode(joined(body, blake2b(joined(text('SS58PRE'), body), { dkLen: 64 }).slice(0, 2)));
};

const monero = (spendKey: Uint8Array, viewKey: Uint8Array): string => {
  const body = joined([18], spendKey, viewKey);
  return base58xmr.encode(joined(body, keccak_256(body).slice(0, 4)));
};

const filecoin = (payload: Uint8Array): string =>
  `f1${base32nopad.encode(joined(payload, blake2b(joined([1], payload), { dkLen: 4 }))).toLowerCase()}`;

const NANO_ALPHABET = '13456789abcdefghijkmnopqrstuwxyz';

/** 4 zero bits and 256 key bits in 52 characters, then a reversed 5-byte checksum in 8. */
const nano = (key: Uint8Array): string => {
  const check = blake2b(key, { dkLen: 5 }).reverse();
  return `nano_${nanoBase32(`0000${bits(key)}`)}${nanoBase32(bits(check))}`;
};
const bits = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
const nanoBase32 = (binary: string): string =>
  (binary.match(/.{5}/g) ?? []).map((five) => NANO_ALPHABET[Number.parseInt(five, 2)]).join('');

/** Each form of address, made from the bytes that it encodes. */
export const ADDRESS_FORMS = {
  btc: ({ h20 }: H20) => segwit('bc', h20),
  ltc: ({ h20 }: H20) => segwit('ltc', h20),
  bch: ({ h20 }: H20) => cashAddress('bitcoincash', 0, h20),
  kas: ({ h32 }: H32) => cashAddress('kaspa', 0, h32),
  doge: ({ h20 }: H20) => base58WithVersion([0x1e], h20),
  dash: ({ h20 }: H20) => base58WithVersion([0x4c], h20),
  dgb: ({ h20 }: H20) => base58WithVersion([0x1e], h20),
  rvn: ({ h20 }: H20) => base58WithVersion([0x3c], h20),
  zec: ({ h20 }: H20) => base58WithVersion([0x1c, 0xb8], h20),
  trx: ({ h20 }: H20) => base58WithVersion([0x41], h20),
  xtz: ({ h20 }: H20) => base58WithVersion([6, 161, 159], h20),
  evm: ({ h20 }: H20) => eip55(h20),
  sol: ({ h32 }: H32) => base58.encode(h32),
  ton: ({ h32 }: H32) => ton(h32),
  xrp: ({ h20 }: H20) => rippleAddress(h20),
  xlm: ({ h32 }: H32) => stellar(h32),
  xmr: ({ h32, second32 }: H32 & { second32: Uint8Array }) => monero(h32, second32),
  dot: ({ h32 }: H32) => polkadot(h32),
  ada: ({ h28 }: H28) => cosmosLike('addr', joined([0x61], h28)),
  algo: ({ h32 }: H32) => base32nopad.encode(joined(h32, sha512_256(h32).slice(-4))),
  cosmos: ({ h20 }: H20) => cosmosLike('cosmos', h20),
  inj: ({ h20 }: H20) => cosmosLike('inj', h20),
  sei: ({ h20 }: H20) => cosmosLike('sei', h20),
  bnb: ({ h20 }: H20) => cosmosLike('bnb', h20),
  xchain: ({ h20 }: H20) => `X-${cosmosLike('avax', h20)}`,
  egld: ({ h32 }: H32) => cosmosLike('erd', h32),
  fil: ({ h20 }: H20) => filecoin(h20),
  nano: ({ h32 }: H32) => nano(h32),
  hex32: ({ h32 }: H32) => hex.encode(h32),
  '0xHex32': ({ h32 }: H32) => `0x${hex.encode(h32)}`,
  hbar: ({ h32 }: H32) => `0.0.${1_000_000 + (new DataView(h32.buffer).getUint32(0) % 8_000_000)}`,
};

export type AddressKind = keyof typeof ADDRESS_FORMS;

/**
 * An address that is valid by its network's checksum, made from a seed. There is no private key for it: never send
 * anything real to one.
 */
export const payAddress = (kind: AddressKind, seed: string): string => {
  const h32 = sha256(text(seed));
  return ADDRESS_FORMS[kind]({ h20: h32.slice(0, 20), h28: h32.slice(0, 28), h32, second32: sha256(h32) });
};
