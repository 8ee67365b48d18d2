import { getAddress } from '@ethersproject/address';
import { fromBech32 } from '@cosmjs/encoding';
import { getCoderByCoinName } from '@ensdomains/address-encoder';
import { isAddress as isSolanaAddress } from '@solana/addresses';
import { StrKey } from '@stellar/stellar-base';
import { Address as TonAddress } from '@ton/core';
import { Network as BitcoinNetwork, validate as validateBitcoin } from 'bitcoin-address-validation';
import { c32addressDecode } from 'c32check';
import multicoin from 'multicoin-address-validator';
import { checkAddress as checkNanoAddress } from 'nanocurrency';
import { isValidClassicAddress } from 'ripple-address-codec';
import { networks } from '@paydesk/types';

/** A published, maintained validator for the addresses of one network. */
export interface PublishedValidator {
  name: string;
  network: string;
  accepts(address: string): boolean;
  /** Texts that must not be passed to it. Absent: any text may be. */
  mayAsk?(address: string, isMutated: boolean): boolean;
}

/**
 * Both Cardano validators read Byron addresses with CBOR readers that trust any length they find: one changed character
 * costs them seconds or all memory. They get mistyped addresses only where base58 rejects them early.
 */
function cborIsSafe(address: string, isMutated: boolean): boolean {
  return !isMutated || /^addr.*[0l]/.test(address);
}

/** Whether a decoder that throws on bad input succeeds. */
function gets(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

const evmKeys = networks.filter(({ addressKind }) => addressKind === 'evm').map(({ key }) => key);

/** The widest one: own implementations of hashes and encodings. Its ticker of each network. */
const multicoinTickers: Record<string, string> = {
  btc: 'btc',
  bch: 'bch',
  ltc: 'ltc',
  doge: 'doge',
  dash: 'dash',
  zec: 'zec',
  btg: 'btg',
  zen: 'zen',
  dcr: 'dcr',
  dgb: 'dgb',
  qtum: 'qtum',
  waves: 'waves',
  xrp: 'xrp',
  xlm: 'xlm',
  ada: 'ada',
  xmr: 'xmr',
  nano: 'nano',
  trx: 'trx',
  xtz: 'xtz',
  algo: 'algo',
  dot: 'dot',
  sol: 'sol',
  hbar: 'hbar',
  apt: 'apt',
  ...Object.fromEntries(evmKeys.map((key) => [key, 'eth'])),
};

/** ENSIP-9's encoder: the only other one for most of these. Its name of each coin. */
const ensNames: Record<string, Parameters<typeof getCoderByCoinName>[0]> = {
  btc: 'btc',
  bch: 'bch',
  ltc: 'ltc',
  doge: 'doge',
  dash: 'dash',
  zec: 'zec',
  btg: 'btg',
  zen: 'zen',
  dcr: 'dcr',
  dgb: 'dgb',
  rvn: 'rvn',
  qtum: 'qtum',
  waves: 'waves',
  xrp: 'xrp',
  xlm: 'xlm',
  ada: 'ada',
  xmr: 'xmr',
  nano: 'nano',
  trx: 'trx',
  xtz: 'xtz',
  algo: 'algo',
  dot: 'dot',
  sol: 'sol',
  hbar: 'hbar',
  atom: 'atom',
  near: 'near',
  fil: 'fil',
  sui: 'sui',
  egld: 'egld',
  icx: 'icx',
  strk: 'strk',
  stx: 'stx',
  zil: 'zil',
  rune: 'rune',
  luna: 'luna',
  bnb: 'bnb',
  xchain: 'avax',
  eth: 'eth',
  vet: 'vet',
};

/** Without a limit of its own CosmJS hands on infinity, which its bech32 refuses. */
const longestBech32 = 200;

/** CosmJS leaves prefix and length to its caller. */
const cosmosAccounts: Record<string, [prefix: string, lengths: number[]]> = {
  atom: ['cosmos', [20, 32]],
  sei: ['sei', [20, 32]],
  inj: ['inj', [20]],
  luna: ['terra', [20, 32]],
  lunc: ['terra', [20, 32]],
  rune: ['thor', [20]],
  zil: ['zil', [20]],
  egld: ['erd', [32]],
  bnb: ['bnb', [20]],
};

function isCosmosAccount(network: string, address: string): boolean {
  const [prefix, lengths] = cosmosAccounts[network] ?? ['', []];
  return gets(() => {
    const decoded = fromBech32(address, longestBech32);
    if (decoded.prefix !== prefix || !lengths.includes(decoded.data.length))
      throw new Error('not an account of this chain');
  });
}

export const publishedValidators: readonly PublishedValidator[] = [
  ...Object.entries(multicoinTickers).map(([network, ticker]) => ({
    name: 'multicoin-address-validator',
    network,
    accepts: (address: string) => guarded(() => multicoin.validate(address, ticker)),
    ...(network === 'ada' ? { mayAsk: cborIsSafe } : {}),
  })),
  ...Object.entries(ensNames).map(([network, coin]) => ({
    name: '@ensdomains/address-encoder',
    network,
    accepts: (address: string) => gets(() => getCoderByCoinName(coin).decode(address)),
    ...(network === 'ada' ? { mayAsk: cborIsSafe } : {}),
  })),
  ...Object.keys(cosmosAccounts).map((network) => ({
    name: '@cosmjs/encoding',
    network,
    accepts: (address: string) => isCosmosAccount(network, address),
  })),
  ...evmKeys.map((network) => ({
    name: '@ethersproject/address',
    network,
    accepts: (address: string) => gets(() => getAddress(address)),
  })),
  {
    name: 'bitcoin-address-validation',
    network: 'btc',
    accepts: (address) => validateBitcoin(address, BitcoinNetwork.mainnet),
  },
  {
    name: 'ripple-address-codec',
    network: 'xrp',
    accepts: (address) => guarded(() => isValidClassicAddress(address)),
  },
  { name: '@ton/core', network: 'ton', accepts: (address) => gets(() => TonAddress.parse(address)) },
  { name: '@solana/addresses', network: 'sol', accepts: isSolanaAddress },
  {
    name: '@stellar/stellar-base',
    network: 'xlm',
    accepts: (address) => guarded(() => StrKey.isValidEd25519PublicKey(address)),
  },
  { name: 'c32check', network: 'stx', accepts: (address) => gets(() => c32addressDecode(address)) },
  { name: 'nanocurrency', network: 'nano', accepts: checkNanoAddress },
];

/** Some throw where they should return false. */
function guarded(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return false;
  }
}
