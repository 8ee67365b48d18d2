import { crc32 } from 'node:zlib';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha512_256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base32nopad, base58, base58xmr, bech32 } from '@scure/base';
import { StrKey } from '@stellar/stellar-base';
import { Address as TonAddress } from '@ton/core';
import { c32address } from 'c32check';
import { getAddress } from '@ethersproject/address';
import { deriveAddress } from 'nanocurrency';
import { encodeAccountID, encodeSeed, encodeXAddress } from 'ripple-address-codec';
import { networks } from '@paydesk/types';
import type { AddressForm } from './addressForm.ts';
import type { SeededRandom } from './seededRandom.ts';

type Make = AddressForm['make'];

const valid = (network: string, form: string, make: Make): AddressForm => ({
  network,
  form,
  verdict: 'valid',
  hasChecksum: true,
  make,
});
/** Any text of the right shape is an address: a mistyped one as well. */
const bare = (network: string, form: string, make: Make): AddressForm => ({
  network,
  form,
  verdict: 'valid',
  hasChecksum: false,
  make,
});
const refused = (network: string, form: string, make: Make): AddressForm => ({
  network,
  form,
  verdict: 'refused',
  hasChecksum: true,
  make,
});

const hexOf =
  (length: number): Make =>
  (random) =>
    bytesToHex(random.bytes(length));
const respelled =
  (make: Make, respell: (address: string) => string): Make =>
  (random) =>
    respell(make(random));
const mixedCase: Make = respelled(hexOf(20), (hex) => getAddress(`0x${hex}`));

const evmForms = networks
  .filter(({ addressKind }) => addressKind === 'evm')
  .flatMap(({ key }) => [
    valid(key, 'EIP-55', mixedCase),
    refused(
      key,
      'lower case',
      respelled(hexOf(20), (hex) => `0x${hex}`),
    ),
  ]);
const evmSpellings = [
  refused(
    'eth',
    'upper case',
    respelled(hexOf(20), (hex) => `0x${hex.toUpperCase()}`),
  ),
  refused('eth', 'without 0x', hexOf(20)),
  refused(
    'eth',
    'upper-case prefix',
    respelled(mixedCase, (address) => address.replace('0x', '0X')),
  ),
  refused(
    'eth',
    '32 bytes',
    respelled(hexOf(32), (hex) => `0x${hex}`),
  ),
];

const moneroForm =
  (network: number, length: number): Make =>
  (random) => {
    const body = Uint8Array.of(network, ...random.bytes(length));
    return base58xmr.encode(concatBytes(body, keccak_256(body).subarray(0, 4)));
  };
const moneroForms = [
  valid('xmr', 'standard', moneroForm(18, 64)),
  valid('xmr', 'subaddress', moneroForm(42, 64)),
  valid('xmr', 'integrated', moneroForm(19, 72)),
  refused('xmr', 'test network', moneroForm(53, 64)),
  refused('xmr', 'stage network', moneroForm(24, 64)),
  refused('xmr', 'test subaddress', moneroForm(63, 64)),
  refused('xmr', 'integrated without its id', moneroForm(19, 64)),
  refused('xmr', 'standard with an id', moneroForm(18, 72)),
];

const tonForm =
  (workchain: number, options: Parameters<TonAddress['toString']>[0]): Make =>
  (random) =>
    new TonAddress(workchain, Buffer.from(random.bytes(32))).toString(options);
const tonForms = [
  valid('ton', 'bounceable', tonForm(0, { bounceable: true })),
  valid('ton', 'non-bounceable', tonForm(0, { bounceable: false })),
  valid('ton', 'standard base64', tonForm(0, { bounceable: true, urlSafe: false })),
  valid('ton', 'masterchain', tonForm(-1, { bounceable: true })),
  refused('ton', 'raw', (random) => new TonAddress(0, Buffer.from(random.bytes(32))).toRawString()),
  refused('ton', 'raw masterchain', (random) =>
    new TonAddress(-1, Buffer.from(random.bytes(32))).toRawString(),
  ),
  refused('ton', 'test network, bounceable', tonForm(0, { bounceable: true, testOnly: true })),
  refused('ton', 'test network, non-bounceable', tonForm(0, { bounceable: false, testOnly: true })),
  refused('ton', 'another workchain', tonForm(5, { bounceable: true })),
];

const xrpForms = [
  valid('xrp', 'classic', (random) => encodeAccountID(random.bytes(20))),
  refused('xrp', 'X-address with a tag', (random) =>
    encodeXAddress(random.bytes(20), random.below(2 ** 32), false),
  ),
  refused('xrp', 'X-address without a tag', (random) => encodeXAddress(random.bytes(20), false, false)),
  refused('xrp', 'test X-address', (random) => encodeXAddress(random.bytes(20), random.below(2 ** 32), true)),
  refused('xrp', 'secret seed', (random) => encodeSeed(random.bytes(16), 'secp256k1')),
];

const strkey =
  (encode: (data: Buffer) => string, length = 32): Make =>
  (random) =>
    encode(Buffer.from(random.bytes(length)));
const stellarForms = [
  valid(
    'xlm',
    'account',
    strkey((data) => StrKey.encodeEd25519PublicKey(data)),
  ),
  refused(
    'xlm',
    'muxed account',
    strkey((data) => StrKey.encodeMed25519PublicKey(data), 40),
  ),
  refused(
    'xlm',
    'secret seed',
    strkey((data) => StrKey.encodeEd25519SecretSeed(data)),
  ),
  refused(
    'xlm',
    'contract',
    strkey((data) => StrKey.encodeContract(data)),
  ),
  refused(
    'xlm',
    'transaction hash',
    strkey((data) => StrKey.encodePreAuthTx(data)),
  ),
  refused(
    'xlm',
    'hash signer',
    strkey((data) => StrKey.encodeSha256Hash(data)),
  ),
];

const shelley =
  (prefix: string, header: number, length: number, tail: number[] = []): Make =>
  (random) =>
    bech32.encode(prefix, bech32.toWords(Uint8Array.of(header, ...random.bytes(length), ...tail)), false);
/** CBOR of [tag 24 (root, attributes, type), CRC-32]. */
const byron =
  (attributes: (random: SeededRandom) => number[]): Make =>
  (random) => {
    const payload = Uint8Array.of(0x83, 0x58, 0x1c, ...random.bytes(28), ...attributes(random), 0x00);
    const sum = new DataView(new ArrayBuffer(4));
    sum.setUint32(0, crc32(payload));
    return base58.encode(
      Uint8Array.of(0x82, 0xd8, 0x18, 0x58, payload.length, ...payload, 0x1a, ...new Uint8Array(sum.buffer)),
    );
  };
const pointer = [0x81, 0x98, 0xbd, 0x43, 0x1b, 0x03];
const cardanoForms = [
  ...[0x01, 0x11, 0x21, 0x31].map((header) =>
    valid('ada', `base ${header >> 4}`, shelley('addr', header, 56)),
  ),
  ...[0x41, 0x51].map((header) =>
    valid('ada', `pointer ${header >> 4}`, shelley('addr', header, 28, pointer)),
  ),
  ...[0x61, 0x71].map((header) => valid('ada', `enterprise ${header >> 4}`, shelley('addr', header, 28))),
  valid(
    'ada',
    'Byron, Icarus',
    byron(() => [0xa0]),
  ),
  valid(
    'ada',
    'Byron, Daedalus',
    byron((random) => [0xa1, 0x01, 0x58, 0x1e, 0x58, 0x1c, ...random.bytes(28)]),
  ),
  refused('ada', 'stake', shelley('stake', 0xe1, 28)),
  refused('ada', 'test network', shelley('addr_test', 0x00, 56)),
  refused('ada', 'test header, main prefix', shelley('addr', 0x00, 56)),
  refused('ada', 'half a base address', shelley('addr', 0x01, 28)),
  refused('ada', 'unknown kind', shelley('addr', 0x81, 28)),
  refused(
    'ada',
    'Byron, test network',
    byron(() => [0xa1, 0x02, 0x45, 0x1a, 0x41, 0x70, 0xcb, 0x17]),
  ),
];

const ss58 =
  (prefix: number[], length = 32): Make =>
  (random) => {
    const body = Uint8Array.of(...prefix, ...random.bytes(length));
    return base58.encode(
      concatBytes(body, blake2b(concatBytes(utf8ToBytes('SS58PRE'), body)).subarray(0, 2)),
    );
  };
const polkadotForms = [
  valid('dot', 'account', ss58([0])),
  refused('dot', 'Kusama', ss58([2])),
  refused('dot', 'generic Substrate', ss58([42])),
  refused('dot', 'two-byte prefix', ss58([0x50, 0x00])),
  refused('dot', '33 bytes', ss58([0], 33)),
];

const account =
  (prefix: string, length: number, before = ''): Make =>
  (random) =>
    before + bech32.encode(prefix, bech32.toWords(random.bytes(length)), false);
const bech32Forms = [
  valid('atom', 'key', account('cosmos', 20)),
  valid('atom', 'module', account('cosmos', 32)),
  valid('sei', 'key', account('sei', 20)),
  valid('sei', 'contract', account('sei', 32)),
  valid('inj', 'key', account('inj', 20)),
  valid('luna', 'key', account('terra', 20)),
  valid('lunc', 'contract', account('terra', 32)),
  valid('rune', 'key', account('thor', 20)),
  valid('zil', 'account', account('zil', 20)),
  valid('egld', 'account', account('erd', 32)),
  valid('bnb', 'account', account('bnb', 20)),
  valid('xchain', 'account', account('avax', 20, 'X-')),
  refused('atom', 'validator', account('cosmosvaloper', 20)),
  refused('rune', 'stage network', account('sthor', 20)),
  refused('bnb', 'test network', account('tbnb', 20)),
  refused('xchain', 'P-Chain', account('avax', 20, 'P-')),
  refused('xchain', 'test network', account('fuji', 20, 'X-')),
  refused('atom', 'half a key', account('cosmos', 10)),
  refused('atom', 'Osmosis', account('osmo', 20)),
];

const filecoinForm =
  (protocol: number, length: number, test = false): Make =>
  (random) => {
    const payload = random.bytes(length);
    return `${test ? 't' : 'f'}${protocol}${base32nopad.encode(concatBytes(payload, blake2b(Uint8Array.of(protocol, ...payload), { dkLen: 4 }))).toLowerCase()}`;
  };
const delegated =
  (namespace: string): Make =>
  (random) => {
    const payload = random.bytes(20);
    return `f4${namespace}f${base32nopad.encode(concatBytes(payload, blake2b(Uint8Array.of(4, Number(namespace), ...payload), { dkLen: 4 }))).toLowerCase()}`;
  };
const filecoinForms = [
  valid('fil', 'f1', filecoinForm(1, 20)),
  valid('fil', 'f2', filecoinForm(2, 20)),
  valid('fil', 'f3', filecoinForm(3, 48)),
  valid('fil', 'f410f', delegated('10')),
  refused('fil', 'f4 of an unused namespace', delegated('11')),
  refused('fil', 'f410f with a leading zero', delegated('010')),
  refused('fil', 'test network', filecoinForm(1, 20, true)),
  refused('fil', 'short id', (random) => `f0${1 + random.below(10 ** 7)}`),
];

const algorandForm: Make = (random) => {
  const key = random.bytes(32);
  return base32nopad.encode(concatBytes(key, sha512_256(key).subarray(28)));
};
const wavesForm =
  (letter: string): Make =>
  (random) => {
    const body = Uint8Array.of(1, letter.charCodeAt(0), ...random.bytes(20));
    return base58.encode(concatBytes(body, keccak_256(blake2b(body, { dkLen: 32 })).subarray(0, 4)));
  };
const stacksForm =
  (version: number): Make =>
  (random) =>
    c32address(version, bytesToHex(random.bytes(20)));
const nearLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const nearName =
  (end: string): Make =>
  (random) =>
    `${Array.from({ length: 3 + random.below(20) }, () => random.pick(nearLetters)).join('')}${end}`;
const starknetForm: Make = (random) => {
  const [first = 0, ...rest] = random.bytes(32);
  return `0x${bytesToHex(Uint8Array.of(first & 7, ...rest))}`;
};

const otherForms = [
  valid('algo', 'account', algorandForm),
  valid('waves', 'account', wavesForm('W')),
  refused('waves', 'test network', wavesForm('T')),
  valid('stx', 'key', stacksForm(22)),
  valid('stx', 'script', stacksForm(20)),
  refused('stx', 'test key', stacksForm(26)),
  refused('stx', 'test script', stacksForm(21)),
  valid('nano', 'account', (random) => deriveAddress(bytesToHex(random.bytes(32)), { useNanoPrefix: true })),
  valid('nano', 'old prefix', (random) =>
    deriveAddress(bytesToHex(random.bytes(32)), { useNanoPrefix: false }),
  ),
  bare('sol', 'account', (random) => base58.encode(random.bytes(32))),
  refused('sol', 'secret key', (random) => base58.encode(random.bytes(64))),
  refused('sol', '31 bytes', (random) => base58.encode(Uint8Array.of(1, ...random.bytes(30)))),
  bare('near', 'implicit', hexOf(32)),
  bare('near', 'named', nearName('.near')),
  bare('near', 'named below', nearName('.pool.near')),
  refused('near', 'test network', nearName('.testnet')),
  refused('near', 'bare word', nearName('')),
  bare(
    'sui',
    'account',
    respelled(hexOf(32), (hex) => `0x${hex}`),
  ),
  refused(
    'sui',
    '20 bytes',
    respelled(hexOf(20), (hex) => `0x${hex}`),
  ),
  bare(
    'apt',
    'account',
    respelled(hexOf(32), (hex) => `0x${hex}`),
  ),
  refused('apt', 'without 0x', hexOf(32)),
  bare(
    'icx',
    'account',
    respelled(hexOf(20), (hex) => `hx${hex}`),
  ),
  refused(
    'icx',
    'contract',
    respelled(hexOf(20), (hex) => `cx${hex}`),
  ),
  bare('strk', 'account', starknetForm),
  refused(
    'strk',
    'above the field',
    respelled(hexOf(31), (hex) => `0xff${hex}`),
  ),
  bare('hbar', 'account', (random) => `0.0.${1001 + random.below(10 ** 9)}`),
  {
    ...refused('hbar', 'leading zero', (random) => `0.0.0${1001 + random.below(10 ** 6)}`),
    hasChecksum: false,
  },
];

/** All forms that are not related to Bitcoin's. */
export const accountForms: readonly AddressForm[] = [
  ...evmForms,
  ...evmSpellings,
  ...moneroForms,
  ...tonForms,
  ...xrpForms,
  ...stellarForms,
  ...cardanoForms,
  ...polkadotForms,
  ...bech32Forms,
  ...filecoinForms,
  ...otherForms,
];
