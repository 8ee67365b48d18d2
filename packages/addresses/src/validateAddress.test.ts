import { createHash } from 'node:crypto';
import { networkOf, networks } from '@paydesk/types';
import type { AddressKind } from '@paydesk/types';
import { blake256 } from '@noble/hashes/blake1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { publishedVectors, sampleVectors } from './addressVectors.fixture.ts';
import type { AddressVector } from './addressVectors.fixture.ts';
import { recognizeAddress } from './addressChecks.ts';
import { validateAddress } from './validateAddress.ts';

const seeded = (text: string, length: number): Uint8Array =>
  Uint8Array.from(createHash('sha512').update(text).digest().subarray(0, length));

/**
 * Addresses of families without a well-known public one, made from seeds; `start` is what such addresses
 * begin with.
 */
const base58Families: [network: string, version: number[], start: RegExp][] = [
  ['btc', [0x00], /^1/],
  ['btc', [0x05], /^3/],
  ['ltc', [0x30], /^L/],
  ['ltc', [0x32], /^M/],
  ['doge', [0x1e], /^D/],
  ['doge', [0x16], /^[9A]/],
  ['dash', [0x4c], /^X/],
  ['dash', [0x10], /^7/],
  ['zec', [0x1c, 0xb8], /^t1/],
  ['zec', [0x1c, 0xbd], /^t3/],
  ['btg', [0x26], /^G/],
  ['btg', [0x17], /^A/],
  ['dgb', [0x1e], /^D/],
  ['dgb', [0x3f], /^S/],
  ['rvn', [0x3c], /^R/],
  ['qtum', [0x3a], /^Q/],
  ['qtum', [0x32], /^M/],
  ['zen', [0x20, 0x89], /^zn/],
  ['zen', [0x20, 0x96], /^zs/],
  ['trx', [0x41], /^T/],
  ['xtz', [6, 161, 159], /^tz1/],
  ['xtz', [6, 161, 161], /^tz2/],
  ['xtz', [6, 161, 164], /^tz3/],
  ['xtz', [6, 161, 166], /^tz4/],
  ['xtz', [2, 90, 121], /^KT1/],
  ['dcr', [0x07, 0x3f], /^Ds/],
  ['dcr', [0x07, 0x1a], /^Dc/],
];
const base58Vectors = base58Families.map(([network, version, start]) => {
  const coder = createBase58check(network === 'dcr' ? blake256 : sha256);
  return {
    network,
    start,
    address: coder.encode(Uint8Array.of(...version, ...seeded(`${network}${version.join()}`, 20))),
  };
});
const bech32Families: [network: string, prefix: string, length: number, before: string][] = [
  ['sei', 'sei', 20, ''],
  ['rune', 'thor', 20, ''],
  ['luna', 'terra', 20, ''],
  ['lunc', 'terra', 32, ''],
  ['atom', 'cosmos', 32, ''],
  ['zil', 'zil', 20, ''],
  ['egld', 'erd', 32, ''],
  ['xchain', 'avax', 20, 'X-'],
];
const bech32Vectors = bech32Families.map(([network, prefix, length, before]) => ({
  network,
  address: before + bech32.encode(prefix, bech32.toWords(seeded(prefix, length))),
}));
const segwitVectors = (['bc', 'ltc', 'btg', 'dgb', 'qc'] as const).flatMap((prefix) => {
  const network = { bc: 'btc', ltc: 'ltc', btg: 'btg', dgb: 'dgb', qc: 'qtum' }[prefix];
  return [
    { network, address: bech32.encode(prefix, [0, ...bech32.toWords(seeded(prefix, 20))]) },
    { network, address: bech32.encode(prefix, [0, ...bech32.toWords(seeded(prefix, 32))]) },
    // Bitcoin Gold has no taproot.
    ...(prefix === 'btg'
      ? []
      : [{ network, address: bech32m.encode(prefix, [1, ...bech32.toWords(seeded(prefix, 32))]) }]),
  ];
});

const allVectors: readonly AddressVector[] = [
  ...sampleVectors,
  ...publishedVectors,
  ...base58Vectors,
  ...bech32Vectors,
  ...segwitVectors,
];

describe('valid addresses', () => {
  test.each(allVectors.map(({ network, address, normalized }) => [network, address, normalized ?? address]))(
    'on %s: %s',
    (network, address, normalized) => {
      expect(validateAddress({ network, address })).toEqual({ ok: true, normalized });
    },
  );

  test.each(base58Vectors)('$network $address begins like its coin’s addresses', ({ address, start }) => {
    expect(address).toMatch(start);
  });

  test('every kind of address that can be checked has a vector here', () => {
    const covered = new Set(allVectors.map(({ network }) => networkOf(network)?.addressKind));
    const missing = networks.filter(
      ({ addressKind }) => addressKind !== 'unverifiable' && !covered.has(addressKind),
    );
    expect(missing.map(({ key }) => key)).toEqual([]);
  });

  test('spaces around an address are ignored', () => {
    expect(validateAddress({ network: 'btc', address: ' 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n' })).toEqual({
      ok: true,
      normalized: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    });
  });

  test('the normalized address is valid itself', () => {
    for (const { network, address } of allVectors) {
      const verdict = validateAddress({ network, address });
      const normalized = verdict.ok ? verdict.normalized : '';
      expect(validateAddress({ network, address: normalized })).toEqual({ ok: true, normalized });
    }
  });

  test('an EVM address is valid with its checksum, on every EVM network', () => {
    for (const { key } of networks.filter(({ addressKind }) => addressKind === 'evm'))
      expect(validateAddress({ network: key, address: CHECKSUMMED })).toEqual({
        ok: true,
        normalized: CHECKSUMMED,
      });
  });
});

const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('a form without a checksum, of an account that has one with', () => {
  test.each([
    ['eth', CHECKSUMMED.toLowerCase()],
    ['eth', `0x${CHECKSUMMED.slice(2).toUpperCase()}`],
    ['bsc', CHECKSUMMED.toLowerCase()],
    ['ton', '0:80987a61a9910ee77ce27a8f20011b04ca21ea0b33b18c95385d0088b99db28b'],
  ])('needs a person’s word on %s: %s', (network, address) => {
    expect(validateAddress({ network, address })).toEqual({
      ok: false,
      reason: 'ADDRESS_UNVERIFIABLE',
      message: expect.stringMatching(/has no checksum.*Enter the usual form/),
    });
  });

  test.each([
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '0xde709f2102306220921060314715629080e2fb77',
    '0x1234567890123456789012345678901234567890',
  ])('is not %s, whose checksum happens to have one case', (address) => {
    expect(validateAddress({ network: 'eth', address })).toEqual({ ok: true, normalized: address });
  });

  test('is refused like any other where no one’s word helps', () => {
    for (const address of ['0xdac17f958d2ee523a2206206994597c13d831ec7', `0x${'0'.repeat(40)}`])
      expect(validateAddress({ network: 'eth', address })).toMatchObject({ reason: 'INVALID_ADDRESS' });
    const raw = '0:80987a61a9910ee77ce27a8f20011b04ca21ea0b33b18c95385d0088b99db28b';
    expect(validateAddress({ network: 'ton', address: raw, isExtraIdRequired: true })).toMatchObject({
      reason: 'EXTRA_ID_REQUIRED',
    });
    expect(
      validateAddress({ network: 'eth', address: CHECKSUMMED.toLowerCase(), extraId: '1' }),
    ).toMatchObject({ reason: 'INVALID_ADDRESS' });
  });

  test('where addresses cannot be checked at all, a required memo is still required', () => {
    expect(validateAddress({ network: 'newchain', address: 'abc', isExtraIdRequired: true })).toMatchObject({
      reason: 'EXTRA_ID_REQUIRED',
    });
  });
});

/** The next character of the same class: 8 → 9, y → z, Z → A. */
function otherCharacter(character: string): string {
  const wrap: Record<string, string> = { '9': '0', z: 'a', Z: 'A' };
  return (
    wrap[character] ??
    (/[0-9A-Za-z]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 1) : 'x')
  );
}

describe('one wrong character', () => {
  test.each(
    allVectors
      .filter(({ hasNoChecksum }) => !hasNoChecksum)
      .map(({ network, address }) => [network, address]),
  )('anywhere is detected on %s: %s', (network, address) => {
    for (let index = 0; index < address.length; index++) {
      const wrong =
        address.slice(0, index) + otherCharacter(address.charAt(index)) + address.slice(index + 1);
      expect(validateAddress({ network, address: wrong }), wrong).toMatchObject({
        ok: false,
        reason: 'INVALID_ADDRESS',
      });
    }
  });

  test.each(allVectors.map(({ network, address }) => [network, address]))(
    'too few, too many or foreign on %s: %s',
    (network, address) => {
      for (const wrong of [
        `${address}!`,
        `${address} x`,
        `${address.slice(0, 6)}\u200b${address.slice(6)}`,
        `${address},${address}`,
        address.slice(0, 4),
      ]) {
        expect(validateAddress({ network, address: wrong }), wrong).toMatchObject({
          ok: false,
          reason: 'INVALID_ADDRESS',
        });
      }
    },
  );

  test('two swapped neighbours are detected', () => {
    for (const { network, address, hasNoChecksum } of allVectors) {
      if (hasNoChecksum) continue;
      const at = address.length - 12;
      const [left, right] = [address.charAt(at), address.charAt(at + 1)];
      if (left === right) continue;
      const wrong = address.slice(0, at) + right + left + address.slice(at + 2);
      expect(validateAddress({ network, address: wrong }), `${network} ${wrong}`).toMatchObject({
        ok: false,
      });
    }
  });

  test('a mixed-case EVM address with a wrong checksum', () => {
    expect(
      validateAddress({ network: 'eth', address: '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }),
    ).toMatchObject({ ok: false });
  });
});

/** Families that write the same bytes in the same way: no check can distinguish them. */
const sharedForms: [AddressKind, AddressKind, RegExp][] = [
  ['bitcoin', 'bitcoin_cash', /^[13]/],
  ['bitcoin_cash', 'bitcoin', /^[13]/],
  ['dogecoin', 'digibyte', /^D/],
  ['digibyte', 'dogecoin', /^D/],
  ['litecoin', 'qtum', /^M/],
  ['qtum', 'litecoin', /^M/],
  ['sui', 'aptos', /^0x/],
  ['aptos', 'sui', /^0x/],
  ['sui', 'starknet', /^0x0[0-7]/],
  ['aptos', 'starknet', /^0x0[0-7]/],
  ['starknet', 'sui', /^0x/],
  ['starknet', 'aptos', /^0x/],
];

describe('the wrong network', () => {
  test.each(allVectors.map(({ network, address }) => [network, address]))(
    'is refused and named, everywhere, for %s: %s',
    (home, address) => {
      const homeNetwork = networkOf(home)!;
      for (const { key, addressKind } of networks) {
        const verdict = validateAddress({ network: key, address });
        const isShared = sharedForms.some(
          ([from, to, form]) => from === homeNetwork.addressKind && to === addressKind && form.test(address),
        );
        if (addressKind === 'unverifiable')
          expect(verdict, key).toMatchObject({ ok: false, reason: 'ADDRESS_UNVERIFIABLE' });
        else if (addressKind === homeNetwork.addressKind || isShared)
          expect(verdict, key).toMatchObject({ ok: true });
        else {
          const name = homeNetwork.addressKind === 'evm' ? 'Ethereum (EVM)' : homeNetwork.name;
          expect(verdict, key).toMatchObject({
            ok: false,
            reason: 'INVALID_ADDRESS',
            message: expect.stringContaining(name),
          });
        }
      }
    },
  );

  test('the message is a sentence', () => {
    expect(validateAddress({ network: 'btc', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' })).toEqual({
      ok: false,
      reason: 'INVALID_ADDRESS',
      message: 'This is a TRON address, not a Bitcoin one.',
    });
    expect(
      validateAddress({ network: 'trx', address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }),
    ).toMatchObject({ message: 'This is an Ethereum (EVM) address, not a TRON one.' });
    expect(recognizeAddress('3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy')).toEqual(['Bitcoin', 'Bitcoin Cash']);
    expect(recognizeAddress('nothing at all')).toEqual([]);
  });
});

describe('networks whose addresses cannot be checked', () => {
  test.each(['eos', 'cfx', 'cspr', 'xym', 'newchain', '', null, undefined])(
    '%s is unverifiable, never valid',
    (network) => {
      expect(
        validateAddress({ network, address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }),
      ).toMatchObject({ ok: false, reason: 'ADDRESS_UNVERIFIABLE' });
    },
  );
});

describe('refused with a message', () => {
  test.each([
    ['btc', '', 'An address is needed.'],
    ['btc', '  ', 'An address is needed.'],
    ['btc', 'x'.repeat(201), 'too long'],
    ['btc', '1A1zP1eP5QGefi2DM PTfTL5SLmv7DivfNa', 'blanks'],
    ['btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', 'starts with 1, 3 or bc1'],
    // BIP-173 and BIP-350: a test network, a wrong checksum constant, an undefined version, wrong
    // lengths, mixed case.
    ['btc', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', 'test network'],
    ['btc', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd', 'not a valid'],
    ['btc', 'bc1sw50qgdz25j', 'not a valid'],
    ['btc', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', 'not a valid'],
    ['btc', 'bc1pw5dgrnzv', 'not a valid'],
    ['btc', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P', 'not a valid'],
    ['btc', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kV8F3T4', 'not a valid'],
    ['btc', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', 'test network'],
    ['btc', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', 'private key'],
    ['ltc', '3D89dQWvjyQ5B2iH76gYJFWmaNMg6hM72S', 'Bitcoin'],
    ['btg', 'btg1pkf4lsv42qc5jyhken6d87u69ffvpc28wvl8pckxz5vdht84gl4fscwugv6', 'not a valid'],
    // Cut off at the end: the rest must not count as a spelling without leading zeros.
    ['strk', '0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c9', 'in full'],
    ['fil', 'f4010f4ualjouhyx6ziemgdj3b7agi5wmwvmdkfyjwe7i', 'not a valid'],
    ['hbar', '0.0.9223372036854775808', 'not a valid'],
    ['eth', '0xdac17f958d2ee523a2206206994597c13d831ec7dac17f958d2ee523a2206206', 'Sui or Aptos'],
    ['eth', 'dac17f958d2ee523a2206206994597c13d831ec7dac17f958d2ee523a2206206', 'NEAR'],
    ['eth', 'dac17f958d2ee523a2206206994597c13d831ec7', '0x and 40'],
    ['eth', '0x0000000000000000000000000000000000000000', 'lost'],
    ['bsc', '0x000000000000000000000000000000000000dEaD', 'lost'],
    ['sol', '11111111111111111111111111111111', 'lost'],
    ['xrp', 'rrrrrrrrrrrrrrrrrrrrrhoLvTp', 'lost'],
    ['trx', 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', 'lost'],
    ['stx', 'SP000000000000000000002Q6VF78', 'lost'],
    ['nano', 'nano_1111111111111111111111111111111111111111111111111111hifc8npp', 'lost'],
    ['xrp', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi', 'X-address'],
    ['xlm', 'MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ', 'muxed'],
    ['ada', 'stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw', 'staking'],
    ['ton', 'kQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs', 'test network'],
    ['dot', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', 'Polkadot form'],
    ['fil', 'f01234', 'checksum'],
    ['zec', `zs1${'z'.repeat(75)}`, 'Shielded'],
    ['near', 'alice', 'ends in .near'],
    ['hbar', '0.0.123-aaaaa', 'not a valid'],
    ['hbar', '0.0.0', 'not a valid'],
  ])('on %s: %s', (network, address, reason) => {
    expect(validateAddress({ network, address })).toEqual({
      ok: false,
      reason: 'INVALID_ADDRESS',
      message: expect.stringContaining(reason),
    });
  });
});

describe('memos and tags', () => {
  test.each([
    ['xrp', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', '0'],
    ['xrp', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', '4294967295'],
    ['xrp', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', ''],
    ['xlm', 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ', 'order 12'],
    ['btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', null],
  ])('on %s %s accepts "%s"', (network, address, extraId) => {
    expect(validateAddress({ network, address, extraId })).toMatchObject({ ok: true });
  });

  test.each([
    [
      'xrp',
      'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
      '4294967296',
      'The destination tag must be a whole number from 0 to 4294967295.',
    ],
    [
      'xrp',
      'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
      'abc',
      'The destination tag must be a whole number from 0 to 4294967295.',
    ],
    [
      'xlm',
      'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
      'x'.repeat(29),
      'The memo must be 1 to 28 plain characters.',
    ],
    ['btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '7', 'Bitcoin has no memo or tag: leave it empty.'],
  ])('on %s %s refuses "%s"', (network, address, extraId, message) => {
    expect(validateAddress({ network, address, extraId })).toEqual({
      ok: false,
      reason: 'INVALID_ADDRESS',
      message,
    });
  });
});

test('any nonsense returns a result, never throws', () => {
  const pieces = [
    '0x',
    'bc1',
    '1',
    'T',
    'addr1',
    'kaspa:',
    'bitcoincash:',
    'f1',
    'f4',
    'nano_',
    '0.0.',
    'X-',
    '.near',
    'SP',
    'Ae2',
    '😀',
    '\0',
    ' ',
  ];
  for (let seed = 0; seed < 60; seed++) {
    const noise = Buffer.from(seeded(String(seed), 1 + (seed % 64))).toString(
      seed % 2 === 0 ? 'base64' : 'hex',
    );
    for (const { key } of networks)
      expect(validateAddress({ network: key, address: `${pieces[seed % pieces.length]}${noise}` }).ok).toBe(
        false,
      );
  }
});
