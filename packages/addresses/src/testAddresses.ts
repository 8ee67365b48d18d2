import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { decoded } from './families/decoding.ts';

type Checked = (text: string) => boolean;

/** Versions of test networks. Most coins use Bitcoin's, so the name lists those that share them. */
const base58Versions: [name: string, versions: number[][]][] = [
  ['Bitcoin or Litecoin', [[0x6f], [0xc4], [0x3a]]],
  ['Dogecoin', [[0x71]]],
  ['Dash', [[0x8c], [0x13]]],
  [
    'Zcash',
    [
      [0x1d, 0x25],
      [0x1c, 0xba],
    ],
  ],
  [
    'Horizen',
    [
      [0x20, 0x98],
      [0x20, 0x92],
    ],
  ],
  ['Qtum', [[0x78], [0x6e]]],
  ['TRON', [[0xa0]]],
];
const prefixes: [name: string, prefixes: string[]][] = [
  ['Bitcoin', ['tb', 'bcrt']],
  ['Litecoin', ['tltc', 'rltc']],
  ['DigiByte', ['dgbt']],
  ['Qtum', ['tq']],
  ['BNB Beacon Chain', ['tbnb']],
  ['THORChain', ['sthor', 'tthor']],
  ['Cardano', ['addr_test', 'stake_test']],
];
const shapes: [name: string, form: RegExp][] = [
  ['Bitcoin Cash', /^(bchtest|bchreg):[qpzr][0-9a-z]{40,70}$/i],
  ['Kaspa', /^(kaspatest|kaspasim|kaspadev):[qp][0-9a-z]{50,70}$/i],
  ['TON', /^[k0]Q[0-9A-Za-z+/_-]{46}$/],
  ['Filecoin', /^t([1-3]|410f)[a-z2-7]{30,90}$/],
  ['Stacks', /^S[TN][0-9A-HJKMNP-TV-Z]{24,39}$/],
  ['NEAR', /^[a-z\d._-]+\.testnet$/],
  ['Avalanche', /^[XPC]-fuji1[0-9a-z]{38}$/],
  ['Monero', /^([9AB5][1-9A-HJ-NP-Za-km-z]{94}|7[1-9A-HJ-NP-Za-km-z]{94})$/],
  ['Waves', /^3[MN][1-9A-HJ-NP-Za-km-z]{33}$/],
  ['Decred', /^T[sSce][1-9A-HJ-NP-Za-km-z]{33}$/],
  ['XRP Ledger', /^T[1-9A-HJ-NP-Za-km-z]{46}$/],
  ['Cardano', /^(2cWKMJemoBa|37btjrVyb4K)[1-9A-HJ-NP-Za-km-z]{40,100}$/],
];

const bySha256 = createBase58check(sha256);

/** By Base58Check version; decoded once, because decoding is expensive. */
function byVersion(text: string): string | null {
  const payload = /^[1-9A-HJ-NP-Za-km-z]{26,40}$/.test(text) ? decoded(() => bySha256.decode(text)) : null;
  if (payload === null) return null;
  const hasVersion = (version: number[]): boolean =>
    payload.length === version.length + 20 && version.every((byte, index) => payload[index] === byte);
  return base58Versions.find(([, versions]) => versions.some(hasVersion))?.[0] ?? null;
}

function hasPrefix(names: string[]): Checked {
  return (text) => {
    if (!names.some((name) => text.toLowerCase().startsWith(`${name}1`))) return false;
    return [bech32, bech32m].some(
      (coder) => decoded(() => coder.decode(text as `${string}1${string}`, false)) !== null,
    );
  };
}

const checks: [name: string, check: Checked][] = [
  ...prefixes.map(([name, names]): [string, Checked] => [name, hasPrefix(names)]),
  ...shapes.map(([name, form]): [string, Checked] => [name, (text) => form.test(text)]),
];

/** The name of the network to whose test network an address belongs; null when it is none of the known ones. */
export function testNetworkOf(text: string): string | null {
  return byVersion(text) ?? checks.find(([, check]) => check(text))?.[0] ?? null;
}
