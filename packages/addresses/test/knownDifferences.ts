import { networks } from '@paydesk/types';

/**
 * Where a published validator and this desk differ on purpose, and why. Every entry must be met by at least
 * one vector.
 */
export interface KnownDifference {
  validator: string;
  networks: readonly string[];
  /** The other validator's result. */
  they: 'accept' | 'refuse';
  /** Only addresses of these forms. Absent: all. */
  forms?: RegExp;
  /** Only texts of this shape. Absent: all. */
  texts?: RegExp;
  because: string;
}

const evmNetworks = networks.filter(({ addressKind }) => addressKind === 'evm').map(({ key }) => key);
const ens = '@ensdomains/address-encoder';
const multicoin = 'multicoin-address-validator';
const bitcoinLike = ['btc', 'ltc', 'dgb', 'btg'];

/**
 * "They accept, we refuse" may be broad: whether a generated address is good is known from how it was made,
 * and tested on its own. "They refuse, we accept" is narrow.
 */
export const knownDifferences: readonly KnownDifference[] = [
  // Segregated witness.
  {
    validator: ens,
    networks: bitcoinLike,
    they: 'accept',
    forms: /^(v0 in bech32m|v1 in bech32|v0 of 24 bytes|standard:invalid of BIP)/,
    because: 'It takes either checksum for every version and any length; BIP-350 ties both to the version.',
  },
  {
    validator: ens,
    networks: bitcoinLike,
    they: 'accept',
    forms: /^(future witness|v1 of another length)/,
    because:
      'BIP-350 lets wallets send to versions without a meaning, where anyone can take the money; a desk refuses.',
  },
  {
    validator: ens,
    networks: ['btg'],
    they: 'accept',
    forms: /^v1 taproot/,
    because: 'Bitcoin Gold never turned taproot on: anyone could spend such an output.',
  },
  {
    validator: multicoin,
    networks: ['btc', 'ltc', 'dgb'],
    they: 'accept',
    forms: /^(future witness|v1 of another length|standard:v1\+)/,
    because:
      'BIP-350 lets wallets send to versions without a meaning, where anyone can take the money; a desk refuses.',
  },
  {
    validator: 'bitcoin-address-validation',
    networks: ['btc'],
    they: 'accept',
    forms: /^(future witness|v1 of another length|standard:v1\+)/,
    because:
      'BIP-350 lets wallets send to versions without a meaning, where anyone can take the money; a desk refuses.',
  },
  {
    validator: multicoin,
    networks: ['btg', 'qtum'],
    they: 'refuse',
    forms: /^v[01] (key|script|taproot)/,
    because: 'It has no bech32 prefix for these coins.',
  },
  {
    validator: ens,
    networks: ['qtum'],
    they: 'refuse',
    forms: /^v[01] (key|script|taproot)/,
    because: 'It knows only the Base58Check addresses of Qtum.',
  },
  {
    validator: ens,
    networks: ['btc'],
    they: 'accept',
    forms: /^standard:v1\+/,
    because:
      'BIP-350 lets wallets send to versions without a meaning, where anyone can take the money; a desk refuses.',
  },

  // Base58Check.
  {
    validator: ens,
    networks: ['ltc', 'dgb'],
    they: 'accept',
    forms: /^old p2sh/,
    because:
      'The old 3… form is Bitcoin’s own: paid by mistake more often than on purpose, and newer spellings exist.',
  },
  {
    validator: ens,
    networks: ['dcr'],
    they: 'accept',
    because: 'It decodes base 58 and checks neither checksum nor version.',
  },
  {
    validator: ens,
    networks: ['qtum', 'trx'],
    they: 'accept',
    forms: /^test/,
    because: 'It checks the checksum, not the version.',
  },
  {
    validator: multicoin,
    networks: ['xtz'],
    they: 'accept',
    forms: /^rollup/,
    because: 'It checks the checksum and no prefix: any Base58Check text passes.',
  },
  {
    validator: ens,
    networks: ['xtz'],
    they: 'refuse',
    forms: /^tz4/,
    because: 'It is older than BLS accounts (tz4), which Tezos has had since 2023.',
  },

  // CashAddr.
  {
    validator: multicoin,
    networks: ['bch'],
    they: 'accept',
    forms: /^Cash(Addr|Tokens)/,
    because:
      'It compares the last characters and neither reads the version byte nor refuses letters outside the alphabet.',
  },
  {
    validator: multicoin,
    networks: ['bch'],
    they: 'refuse',
    forms: /^(CashAddr (key|script|in upper case)|published)$/,
    texts: /^BITCOINCASH:/,
    because: 'The specification allows upper case; it does not.',
  },
  {
    validator: multicoin,
    networks: ['bch'],
    they: 'refuse',
    forms: /^CashAddr script of 32 bytes$/,
    because: 'It is older than 32-byte script hashes (May 2023).',
  },
  {
    validator: ens,
    networks: ['bch'],
    they: 'accept',
    forms: /^CashAddr with a (reserved bit|wrong length bit)|^CashTokens|^standard:CashAddr larger/,
    because: 'It does not look at the reserved bit, the kind or the length.',
  },

  // Accounts.
  {
    validator: '@ethersproject/address',
    networks: ['eth'],
    they: 'accept',
    forms: /^without 0x/,
    because:
      'Bare hex is also other chains’ spelling of a hash; people who leave 0x out pasted something else.',
  },
  {
    validator: ens,
    networks: ['xmr'],
    they: 'accept',
    because: 'It decodes and checks neither checksum nor network.',
  },
  {
    validator: ens,
    networks: ['nano'],
    they: 'accept',
    because: 'It decodes and does not check the checksum.',
  },
  {
    validator: '@ton/core',
    networks: ['ton'],
    they: 'accept',
    forms: /^(test network|another workchain)/,
    because: 'It reads test-only flags and any workchain; whether to pay them is its caller’s question.',
  },
  ...[multicoin, ens, '@ethersproject/address'].map((validator): KnownDifference => ({
    validator,
    networks: evmNetworks,
    they: 'accept',
    texts: /^0x([0-9a-f]{40}|[0-9A-F]{40})$/,
    because: 'In one case an address has no checksum: here it needs a person’s word.',
  })),
  {
    validator: '@ton/core',
    networks: ['ton'],
    they: 'accept',
    forms: /^raw/,
    because: 'The raw form has no checksum: here it needs a person’s word.',
  },
  {
    validator: ens,
    networks: ['xrp'],
    they: 'accept',
    forms: /^(X-address|test X-address|secret seed|standard:X-address)/,
    because: 'It decodes any Ripple Base58Check: X-addresses of both networks and even secret seeds.',
  },
  {
    validator: ens,
    networks: ['ada'],
    they: 'accept',
    forms:
      /^(test header|half a base address|unknown kind|Byron, test network|standard:stake and test network)/,
    because: 'It checks prefix and checksum, not the header behind them.',
  },
  {
    validator: multicoin,
    networks: ['ada'],
    they: 'accept',
    forms:
      /^(test header|half a base address|unknown kind|Byron, test network|standard:stake and test network)/,
    because: 'It checks prefix and checksum, not the header behind them.',
  },
  {
    validator: multicoin,
    networks: ['dot'],
    they: 'accept',
    forms: /^(Kusama|generic Substrate)/,
    because:
      'It accepts the account of every Substrate chain; the provider’s pattern wants Polkadot’s own spelling.',
  },
  {
    validator: ens,
    networks: ['xchain'],
    they: 'accept',
    because: 'It takes any letter for the chain’s own.',
  },
  {
    validator: ens,
    networks: ['atom'],
    they: 'accept',
    forms: /^half a key/,
    because: 'It does not count the bytes.',
  },
  {
    validator: ens,
    networks: ['fil'],
    they: 'accept',
    forms: /^short id/,
    because: 'Ids are valid, but carry no checksum and may still change in a reorganisation.',
  },
  {
    validator: ens,
    networks: ['fil'],
    they: 'refuse',
    texts: /^f410f/,
    because: 'It is older than Ethereum accounts on Filecoin (2023).',
  },
  {
    validator: ens,
    networks: ['fil'],
    they: 'accept',
    texts: /[A-Z]/,
    because: 'It ignores the case of letters; Filecoin writes lower case only.',
  },
  {
    validator: 'c32check',
    networks: ['stx'],
    they: 'accept',
    forms: /^test/,
    because: 'It reads addresses of all networks.',
  },
  {
    validator: 'c32check',
    networks: ['stx'],
    they: 'accept',
    texts: /[a-z]/,
    because: 'It reads lower case too; no wallet writes it.',
  },
  {
    validator: ens,
    networks: ['stx'],
    they: 'accept',
    texts: /[a-z]/,
    because: 'It reads lower case too; no wallet writes it.',
  },
  {
    validator: ens,
    networks: ['stx'],
    they: 'refuse',
    texts: /^S[PM](?=.{24,38}$)/,
    because: 'It fails on hashes that begin with a zero byte, which are written shorter.',
  },
  {
    validator: ens,
    networks: ['near'],
    they: 'accept',
    because:
      'Any lower-case word is an account there; only .near and .tg names and implicit ones are taken, see near in hex.ts.',
  },
  {
    validator: ens,
    networks: ['icx'],
    they: 'accept',
    texts: /^cx/,
    because: 'Contracts: a desk pays people.',
  },
  {
    validator: ens,
    networks: ['icx'],
    they: 'accept',
    texts: /^hx([0-9a-fA-F]{0,39}$|.*[A-F])/,
    because: 'It neither counts the digits nor keeps to lower case.',
  },
  {
    validator: multicoin,
    networks: ['sol'],
    they: 'accept',
    because: 'It looks at letters and length; the text must also decode to exactly 32 bytes.',
  },
  {
    validator: ens,
    networks: ['strk'],
    they: 'refuse',
    because:
      'It wants a checksum written in the case of letters, which wallets rarely write, and computes it wrongly after a zero byte.',
  },
  {
    validator: ens,
    networks: ['hbar'],
    they: 'refuse',
    texts: /-[a-z]{5}$/,
    because: 'It does not know the checksum letters of HIP-15.',
  },
  {
    validator: multicoin,
    networks: ['hbar'],
    they: 'refuse',
    texts: /-[a-z]{5}$/,
    because: 'It does not know the checksum letters of HIP-15.',
  },
  {
    validator: ens,
    networks: ['hbar'],
    they: 'accept',
    texts: /^\d*\.\d*\.\d*$/,
    because:
      'It reads missing numbers as zero; HIP-15 forbids leading zeros, and no other shard or realm exists.',
  },
  {
    validator: multicoin,
    networks: ['hbar'],
    they: 'accept',
    texts: /^\d+\.\d+\.\d+$/,
    because: 'HIP-15 forbids leading zeros, and no other shard or realm exists.',
  },
];
