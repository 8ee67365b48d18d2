import type { AddressKind, Network } from './network.ts';
import { transactionHashPatterns } from './transactionHashPatterns.ts';

interface BitcoinLike {
  key: string;
  name: string;
  nativeToken: string;
  addressKind: AddressKind;
  addressShape: string;
  /**
   * Explorer base; the usual `/transaction/` and `/address/` paths are appended unless templates are given.
   */
  blockchair?: string;
  transactionExplorer?: string;
  addressExplorer?: string;
  uriKind?: Network['uriKind'];
  uriScheme?: string;
}

/** Coins of the Bitcoin family: 8 places, 64-hex hashes, no memo. */
export const bitcoinLikeNetworks: readonly Network[] = [
  bitcoinLike({
    key: 'btc',
    name: 'Bitcoin',
    nativeToken: 'BTC',
    addressKind: 'bitcoin',
    uriScheme: 'bitcoin',
    addressShape: 'starts with 1, 3 or bc1',
    transactionExplorer: 'https://mempool.space/tx/{hash}',
    addressExplorer: 'https://mempool.space/address/{address}',
  }),
  bitcoinLike({
    key: 'ltc',
    name: 'Litecoin',
    nativeToken: 'LTC',
    addressKind: 'litecoin',
    uriScheme: 'litecoin',
    addressShape: 'starts with L, M or ltc1',
    blockchair: 'litecoin',
  }),
  bitcoinLike({
    key: 'bch',
    name: 'Bitcoin Cash',
    nativeToken: 'BCH',
    addressKind: 'bitcoin_cash',
    uriKind: 'cashaddr',
    uriScheme: 'bitcoincash',
    addressShape: 'starts with bitcoincash:q or bitcoincash:p',
    blockchair: 'bitcoin-cash',
  }),
  bitcoinLike({
    key: 'doge',
    name: 'Dogecoin',
    nativeToken: 'DOGE',
    addressKind: 'dogecoin',
    uriScheme: 'dogecoin',
    addressShape: 'starts with D, A or 9, 34 characters',
    blockchair: 'dogecoin',
  }),
  bitcoinLike({
    key: 'dash',
    name: 'Dash',
    nativeToken: 'DASH',
    addressKind: 'dash',
    uriScheme: 'dash',
    addressShape: 'starts with X or 7, 34 characters',
    blockchair: 'dash',
  }),
  bitcoinLike({
    key: 'zec',
    name: 'Zcash',
    nativeToken: 'ZEC',
    addressKind: 'zcash',
    uriScheme: 'zcash',
    addressShape: 'starts with t1 or t3, 35 characters',
    blockchair: 'zcash',
  }),
  bitcoinLike({
    key: 'btg',
    name: 'Bitcoin Gold',
    nativeToken: 'BTG',
    addressKind: 'bitcoin_gold',
    addressShape: 'starts with G, A or btg1',
  }),
  bitcoinLike({
    key: 'dgb',
    name: 'DigiByte',
    nativeToken: 'DGB',
    addressKind: 'digibyte',
    addressShape: 'starts with D, S or dgb1',
    transactionExplorer: 'https://digiexplorer.info/tx/{hash}',
    addressExplorer: 'https://digiexplorer.info/address/{address}',
  }),
  bitcoinLike({
    key: 'rvn',
    name: 'Ravencoin',
    nativeToken: 'RVN',
    addressKind: 'ravencoin',
    addressShape: 'starts with R, 34 characters',
    transactionExplorer: 'https://rvn.cryptoscope.io/tx/?txid={hash}',
    addressExplorer: 'https://rvn.cryptoscope.io/address/?address={address}',
  }),
  bitcoinLike({
    key: 'qtum',
    name: 'Qtum',
    nativeToken: 'QTUM',
    addressKind: 'qtum',
    addressShape: 'starts with Q or M, 34 characters',
    transactionExplorer: 'https://qtum.info/tx/{hash}',
    addressExplorer: 'https://qtum.info/address/{address}',
  }),
  bitcoinLike({
    key: 'zen',
    name: 'Horizen',
    nativeToken: 'ZEN',
    addressKind: 'horizen',
    addressShape: 'starts with zn or zs, 35 characters',
  }),
  bitcoinLike({
    key: 'dcr',
    name: 'Decred',
    nativeToken: 'DCR',
    addressKind: 'decred',
    uriScheme: 'decred',
    uriKind: 'plain',
    addressShape: 'starts with Ds or Dc, 35 characters',
    transactionExplorer: 'https://dcrdata.decred.org/tx/{hash}',
    addressExplorer: 'https://dcrdata.decred.org/address/{address}',
  }),
];

function bitcoinLike(coin: BitcoinLike): Network {
  const blockchair = coin.blockchair === undefined ? null : `https://blockchair.com/${coin.blockchair}`;
  return {
    key: coin.key,
    name: coin.name,
    label: coin.name,
    nativeToken: coin.nativeToken,
    nativeTokenAliases: [],
    isMainNetwork: true,
    nativeDecimalPlaces: 8,
    chainId: null,
    transactionExplorer: coin.transactionExplorer ?? (blockchair && `${blockchair}/transaction/{hash}`),
    addressExplorer: coin.addressExplorer ?? (blockchair && `${blockchair}/address/{address}`),
    uriKind: coin.uriKind ?? (coin.uriScheme === undefined ? 'plain' : 'bip21'),
    uriScheme: coin.uriScheme ?? null,
    extraId: null,
    transactionHashPattern: transactionHashPatterns.hex64,
    addressKind: coin.addressKind,
    addressShape: coin.addressShape,
  };
}
