import { blake256 } from '@noble/hashes/blake1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import type { AddressForm } from './addressForm.ts';
import { cashAddress } from './cashAddress.ts';
import type { SeededRandom } from './seededRandom.ts';

const bySha256 = createBase58check(sha256);
const byBlake256 = createBase58check(blake256);

/** Version bytes as each coin's chain parameters have them; the second table is what must not pass. */
const versions: [network: string, form: string, version: number[]][] = [
  ['btc', 'p2pkh', [0x00]],
  ['btc', 'p2sh', [0x05]],
  ['ltc', 'p2pkh', [0x30]],
  ['ltc', 'p2sh', [0x32]],
  ['doge', 'p2pkh', [0x1e]],
  ['doge', 'p2sh', [0x16]],
  ['dash', 'p2pkh', [0x4c]],
  ['dash', 'p2sh', [0x10]],
  ['zec', 't1', [0x1c, 0xb8]],
  ['zec', 't3', [0x1c, 0xbd]],
  ['btg', 'p2pkh', [0x26]],
  ['btg', 'p2sh', [0x17]],
  ['dgb', 'p2pkh', [0x1e]],
  ['dgb', 'p2sh', [0x3f]],
  ['rvn', 'p2pkh', [0x3c]],
  ['rvn', 'p2sh', [0x7a]],
  ['qtum', 'p2pkh', [0x3a]],
  ['qtum', 'p2sh', [0x32]],
  ['zen', 'p2pkh', [0x20, 0x89]],
  ['zen', 'p2sh', [0x20, 0x96]],
  ['dcr', 'p2pkh', [0x07, 0x3f]],
  ['dcr', 'p2sh', [0x07, 0x1a]],
  ['trx', 'account', [0x41]],
  ['xtz', 'tz1', [6, 161, 159]],
  ['xtz', 'tz2', [6, 161, 161]],
  ['xtz', 'tz3', [6, 161, 164]],
  ['xtz', 'tz4', [6, 161, 166]],
  ['xtz', 'KT1', [2, 90, 121]],
  ['bch', 'legacy p2pkh', [0x00]],
  ['bch', 'legacy p2sh', [0x05]],
];
const refusedVersions: typeof versions = [
  ['btc', 'test p2pkh', [0x6f]],
  ['btc', 'test p2sh', [0xc4]],
  ['ltc', 'old p2sh', [0x05]],
  ['ltc', 'test p2pkh', [0x6f]],
  ['ltc', 'test p2sh', [0x3a]],
  ['doge', 'test p2pkh', [0x71]],
  ['dash', 'test p2pkh', [0x8c]],
  ['dash', 'test p2sh', [0x13]],
  ['zec', 'test tm', [0x1d, 0x25]],
  ['zec', 'test t2', [0x1c, 0xba]],
  ['dgb', 'old p2sh', [0x05]],
  ['dgb', 'test p2pkh', [0x7e]],
  ['rvn', 'test p2pkh', [0x6f]],
  ['qtum', 'test p2pkh', [0x78]],
  ['zen', 'test p2pkh', [0x20, 0x98]],
  ['dcr', 'ed25519', [0x07, 0x1f]],
  ['dcr', 'schnorr', [0x07, 0x01]],
  ['dcr', 'test p2pkh', [0x0f, 0x21]],
  ['trx', 'test', [0xa0]],
  ['xtz', 'rollup', [6, 124, 117]],
  ['bch', 'test p2pkh', [0x6f]],
  ['btg', 'test p2pkh', [0x6f]],
];

const base58Form =
  (verdict: AddressForm['verdict']) =>
  ([network, form, version]: (typeof versions)[number]): AddressForm => ({
    network,
    form,
    verdict,
    hasChecksum: true,
    make: (random) =>
      (network === 'dcr' ? byBlake256 : bySha256).encode(Uint8Array.of(...version, ...random.bytes(20))),
  });

const segwitPrefixes: [network: string, prefix: string, testPrefix: string, hasTaproot: boolean][] = [
  ['btc', 'bc', 'tb', true],
  ['ltc', 'ltc', 'tltc', true],
  ['dgb', 'dgb', 'dgbt', true],
  ['qtum', 'qc', 'tq', true],
  ['btg', 'btg', 'tbtg', false],
];

/** A witness program: version 0 in bech32, all others in bech32m, or the other way round when `swapped`. */
function witness(prefix: string, version: number, length: number, swapped = false) {
  const coder = (version === 0) === swapped ? bech32m : bech32;
  return (random: SeededRandom): string =>
    coder.encode(prefix, [version, ...bech32.toWords(random.bytes(length))]);
}

const segwitForms = segwitPrefixes.flatMap(([network, prefix, testPrefix, hasTaproot]): AddressForm[] => {
  const valid = { network, verdict: 'valid', hasChecksum: true } as const;
  const refused = { network, verdict: 'refused', hasChecksum: true } as const;
  return [
    { ...valid, form: 'v0 key', make: witness(prefix, 0, 20) },
    { ...valid, form: 'v0 script', make: witness(prefix, 0, 32) },
    { ...valid, form: 'v0 key, upper case', make: (random) => witness(prefix, 0, 20)(random).toUpperCase() },
    {
      network,
      verdict: hasTaproot ? 'valid' : 'refused',
      hasChecksum: true,
      form: 'v1 taproot',
      make: witness(prefix, 1, 32),
    },
    { ...refused, form: 'v0 in bech32m', make: witness(prefix, 0, 20, true) },
    { ...refused, form: 'v1 in bech32', make: witness(prefix, 1, 32, true) },
    { ...refused, form: 'v0 of 24 bytes', make: witness(prefix, 0, 24) },
    {
      ...refused,
      form: 'future witness',
      make: (random) => witness(prefix, 2 + random.below(15), 2 + random.below(38))(random),
    },
    {
      ...refused,
      form: 'v1 of another length',
      make: (random) => witness(prefix, 1, 2 + random.below(29))(random),
    },
    { ...refused, form: 'test v0', make: witness(testPrefix, 0, 20) },
    { ...refused, form: 'test v1', make: witness(testPrefix, 1, 32) },
  ];
});

function cash(
  network: string,
  form: string,
  prefix: string,
  version: number,
  length: number,
  verdict: AddressForm['verdict'] = 'valid',
  respell = (address: string) => address,
): AddressForm {
  return {
    network,
    form,
    verdict,
    hasChecksum: true,
    make: (random) => respell(cashAddress(prefix, Uint8Array.of(version, ...random.bytes(length)))),
  };
}

const withoutPrefix = (address: string): string => address.slice(address.indexOf(':') + 1);

const cashForms: AddressForm[] = [
  cash('bch', 'CashAddr key', 'bitcoincash', 0x00, 20),
  cash('bch', 'CashAddr script', 'bitcoincash', 0x08, 20),
  cash('bch', 'CashAddr script of 32 bytes', 'bitcoincash', 0x0b, 32),
  cash('bch', 'CashAddr without prefix', 'bitcoincash', 0x00, 20, 'valid', withoutPrefix),
  cash('bch', 'CashAddr in upper case', 'bitcoincash', 0x08, 20, 'valid', (address) => address.toUpperCase()),
  cash('bch', 'CashAddr of the test network', 'bchtest', 0x00, 20, 'refused'),
  cash('bch', 'CashAddr with a reserved bit', 'bitcoincash', 0x80, 20, 'refused'),
  cash('bch', 'CashAddr with a wrong length bit', 'bitcoincash', 0x01, 20, 'refused'),
  cash('bch', 'CashTokens key', 'bitcoincash', 0x10, 20, 'refused'),
  cash('bch', 'CashTokens script', 'bitcoincash', 0x18, 20, 'refused'),
  cash('kas', 'Schnorr key', 'kaspa', 0x00, 32),
  cash('kas', 'ECDSA key', 'kaspa', 0x01, 33),
  cash('kas', 'script', 'kaspa', 0x08, 32),
  cash('kas', 'test network', 'kaspatest', 0x00, 32, 'refused'),
  cash('kas', 'without prefix', 'kaspa', 0x00, 32, 'refused', withoutPrefix),
  cash('kas', 'unknown kind', 'kaspa', 0x02, 32, 'refused'),
];

/** Bitcoin, its relatives and everything else in Base58Check or CashAddr. */
export const bitcoinForms: readonly AddressForm[] = [
  ...versions.map(base58Form('valid')),
  ...refusedVersions.map(base58Form('refused')),
  ...segwitForms,
  ...cashForms,
];
