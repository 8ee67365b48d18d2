import { blake256 } from '@noble/hashes/blake1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { tonAccount } from './families/ton.ts';

/** Well-known addresses without a known key: money sent there is lost. In the spelling that the checks return. */
const wellKnown = [
  '0x000000000000000000000000000000000000dEaD',
  '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
  '1BitcoinEaterAddressDontSendf59kuE',
  '1CounterpartyXXXXXXXXXXXXXXXUWLpVr',
  'tz1burnburnburnburnburnburnburjAYjjX',
  '11111111111111111111111111111111',
  '1nc1nerator11111111111111111111111111111111',
  'rrrrrrrrrrrrrrrrrrrrrhoLvTp',
  'rrrrrrrrrrrrrrrrrrrrBZbvji',
  'rrrrrrrrrrrrrrrrrNAMEtxvNvQ',
  'rrrrrrrrrrrrrrrrrrrn5RM1rHd',
  'nano_1111111111111111111111111111111111111111111111111111hifc8npp',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
  'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF',
  'SP000000000000000000002Q6VF78',
  'SM0000000000000000000062QV6X',
  '111111111111111111111111111111111HC1',
  'bitcoincash:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqfnhks603',
  'bitcoincash:pqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq7k2ehe5v',
  'kaspa:qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqkx9awp4e',
];

const zeros = (length: number): Uint8Array => new Uint8Array(length);

/** The all-zero hash of each coin: what a program writes when it leaves the address empty. */
function zeroHashes(): string[] {
  const versions = [
    [0x00],
    [0x05],
    [0x30],
    [0x32],
    [0x1e],
    [0x16],
    [0x4c],
    [0x10],
    [0x1c, 0xb8],
    [0x1c, 0xbd],
    [0x26],
    [0x17],
    [0x3f],
    [0x3c],
    [0x7a],
    [0x3a],
    [0x20, 0x89],
    [0x20, 0x96],
    [0x41],
    [6, 161, 159],
    [6, 161, 161],
    [6, 161, 164],
    [6, 161, 166],
  ];
  const accounts: [prefix: string, length: number][] = [
    ['cosmos', 20],
    ['sei', 20],
    ['inj', 20],
    ['terra', 20],
    ['thor', 20],
    ['zil', 20],
    ['bnb', 20],
    ['erd', 32],
  ];
  const bySha256 = createBase58check(sha256);
  const decred = [
    [0x07, 0x3f],
    [0x07, 0x1a],
  ].map((version) => createBase58check(blake256).encode(Uint8Array.of(...version, ...zeros(20))));
  const witnesses = ['bc', 'ltc', 'btg', 'dgb', 'qc'].flatMap((prefix) => [
    bech32.encode(prefix, [0, ...bech32.toWords(zeros(20))]),
    bech32.encode(prefix, [0, ...bech32.toWords(zeros(32))]),
    bech32m.encode(prefix, [1, ...bech32.toWords(zeros(32))]),
  ]);
  return [
    ...versions.map((version) => bySha256.encode(Uint8Array.of(...version, ...zeros(20)))),
    ...decred,
    ...witnesses,
    ...accounts.map(([prefix, length]) => bech32.encodeFromBytes(prefix, zeros(length))),
    `X-${bech32.encodeFromBytes('avax', zeros(20))}`,
    tonAccount(0, zeros(32)),
    tonAccount(0xff, zeros(32)),
  ];
}

const burnAddresses: ReadonlySet<string> = new Set([...wellKnown, ...zeroHashes()]);

/**
 * Whether money sent to a valid address is certainly lost: it is all zeros, one of Ethereum's built-in
 * contracts (the lowest addresses), or a well-known burn address.
 */
export function isBurnAddress(normalized: string): boolean {
  return (
    burnAddresses.has(normalized) ||
    /^(0x|hx)?0{40,64}$/.test(normalized) ||
    /^0x0{36}[0-9a-f]{4}$/i.test(normalized)
  );
}
