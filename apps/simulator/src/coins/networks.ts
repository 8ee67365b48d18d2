import type { AddressKind } from '../addresses/payAddress.ts';
import type { HashForm } from '../addresses/transactionHash.ts';

export type Network = {
  address: AddressKind;
  hash: HashForm;
  /** As served by the provider, some without anchors. A hint, not a validator. */
  walletRegex: string;
  explorer: string | null;
  /** Set for networks where all payments share one address and are distinguished by a memo or tag. */
  memo?: { regex: string; optional: boolean; form: 'tag' | 'text' };
};

const EVM = '^(0x)[0-9A-Fa-f]{40}$';
const evm = (explorer: string): Network => ({ address: 'evm', hash: '0xHex', walletRegex: EVM, explorer });
const bech = (address: AddressKind, walletRegex: string, explorer: string): Network => ({
  address,
  hash: 'HEX',
  walletRegex,
  explorer,
});
const utxo = (address: AddressKind, walletRegex: string, explorer: string): Network => ({
  address,
  hash: 'hex',
  walletRegex,
  explorer,
});

/** The provider's network keys, each with the address form, hash form and explorer of its chain. */
export const NETWORKS = {
  btc: utxo(
    'btc',
    '^[13][a-km-zA-HJ-NP-Z1-9]{25,34}$|^(bc1|BC1)[0-9A-Za-z]{39,59}$',
    'https://btc-explorer.nownodes.io/tx/:hash',
  ),
  ltc: utxo(
    'ltc',
    '^(L|M|3)[A-Za-z0-9]{33}$|^(ltc1)[0-9A-Za-z]{39}$',
    'https://blockchair.com/litecoin/transaction/:hash',
  ),
  bch: utxo(
    'bch',
    '^([13][a-km-zA-HJ-NP-Z1-9]{25,34})$|^((bitcoincash:)?(q|p)[a-z0-9]{41})$',
    'https://blockchair.com/bitcoin-cash/transaction/:hash',
  ),
  doge: utxo(
    'doge',
    '^(D|A|9)[a-km-zA-HJ-NP-Z1-9]{33,34}$',
    'https://blockchair.com/dogecoin/transaction/:hash',
  ),
  dash: utxo('dash', '^[X|7][0-9A-Za-z]{33}$', 'https://blockchair.com/dash/transaction/:hash'),
  zec: utxo('zec', '^(t)[A-Za-z0-9]{34}$', 'https://blockchair.com/zcash/transaction/:hash'),
  dgb: utxo('dgb', '^[DS][a-km-zA-HJ-NP-Z1-9]{25,34}$', 'https://digiexplorer.info/tx/:hash'),
  rvn: utxo('rvn', '^[R][1-9A-HJ-NP-Za-km-z]{33}$', 'https://blockchair.com/ravencoin/transaction/:hash'),
  xmr: utxo(
    'xmr',
    '^[48][a-zA-Z|\\d]{94}([a-zA-Z|\\d]{11})?$',
    'https://blockchair.com/monero/transaction/:hash',
  ),
  kas: utxo('kas', '^(kaspa:)[0-9a-z]{60,71}$', 'https://explorer.kaspa.org/txs/:hash'),
  eth: evm('https://eth-explorer.nownodes.io/tx/:hash'),
  etc: evm('https://etc.blockscout.com/tx/:hash'),
  bsc: evm('https://bscscan.com/tx/:hash'),
  matic: evm('https://polygonscan.com/tx/:hash'),
  cchain: evm('https://snowtrace.io/tx/:hash'),
  avaxc: evm('https://snowtrace.io/tx/:hash'),
  arbitrum: evm('https://arbiscan.io/tx/:hash'),
  op: evm('https://optimistic.etherscan.io/tx/:hash'),
  base: evm('https://basescan.org/tx/:hash'),
  celo: evm('https://celoscan.io/tx/:hash'),
  lna: evm('https://lineascan.build/tx/:hash'),
  vet: evm('https://explore.vechain.org/transactions/:hash'),
  bnb: {
    address: 'bnb',
    hash: 'HEX',
    walletRegex: '^(bnb1)[0-9a-z]{38}$',
    explorer: null,
    memo: { regex: '^[0-9A-Za-z\\-_]{1,120}$', optional: false, form: 'text' },
  },
  xchain: {
    address: 'xchain',
    hash: 'cb58',
    walletRegex: '^(X-avax)[0-9A-za-z]{39}$',
    explorer: 'https://subnets.avax.network/x-chain/tx/:hash',
  },
  trx: {
    address: 'trx',
    hash: 'hex',
    walletRegex: '^T[1-9A-HJ-NP-Za-km-z]{33}$',
    explorer: 'https://tronscan.org/#/transaction/:hash',
  },
  sol: {
    address: 'sol',
    hash: 'base58Signature',
    walletRegex: '[1-9A-HJ-NP-Za-km-z]{32,44}',
    explorer: 'https://solscan.io/tx/:hash',
  },
  ton: {
    address: 'ton',
    hash: 'hex',
    walletRegex: '^[0-9a-zA-Z-_]{48}$',
    explorer: 'https://tonviewer.com/transaction/:hash',
  },
  xrp: {
    address: 'xrp',
    hash: 'HEX',
    walletRegex: '^r[1-9A-HJ-NP-Za-km-z]{25,34}$',
    explorer: 'https://xrpscan.com/tx/:hash',
    memo: { regex: '^([0-9]{1,19})$', optional: true, form: 'tag' },
  },
  xlm: {
    address: 'xlm',
    hash: 'hex',
    walletRegex: 'G[A-D]{1}[A-Z2-7]{54}$',
    explorer: 'https://stellar.expert/explorer/public/tx/:hash',
    memo: { regex: '^[0-9A-Za-z]{1,28}$', optional: false, form: 'text' },
  },
  ada: {
    address: 'ada',
    hash: 'hex',
    walletRegex: '^(addr1)[0-9a-z]{53,98}$|^(Ae2|DdzFF)[1-9A-HJ-NP-Za-km-z]+$',
    explorer: 'https://cardanoscan.io/transaction/:hash',
  },
  dot: {
    address: 'dot',
    hash: '0xHex',
    walletRegex: '^1[0-9a-z-A-Z]{45,50}$',
    explorer: 'https://polkadot.subscan.io/extrinsic/:hash',
  },
  atom: bech('cosmos', '^(cosmos1)[0-9a-z]{38}$', 'https://www.mintscan.io/cosmos/tx/:hash'),
  inj: bech('inj', '^(inj1)[0-9a-z]{38}$', 'https://explorer.injective.network/transaction/:hash'),
  sei: bech('sei', '^(sei1)[0-9a-z]{38}$', 'https://www.seiscan.app/transactions/:hash'),
  egld: {
    address: 'egld',
    hash: 'hex',
    walletRegex: '^(erd1)[0-9a-z]{58}$',
    explorer: 'https://explorer.multiversx.com/transactions/:hash',
  },
  near: {
    address: 'hex32',
    hash: 'base58',
    walletRegex: '^[a-z0-9._-]{2,64}$',
    explorer: 'https://nearblocks.io/txns/:hash',
  },
  algo: {
    address: 'algo',
    hash: 'base32',
    walletRegex: '^[A-Z2-7]{58}$',
    explorer: 'https://allo.info/tx/:hash',
  },
  xtz: {
    address: 'xtz',
    hash: 'tezos',
    walletRegex: '^(tz[1,2,3]|KT1)[a-zA-Z0-9]{33}$',
    explorer: 'https://tzkt.io/:hash',
  },
  hbar: {
    address: 'hbar',
    hash: 'hbar',
    walletRegex: '^0\\.0\\.\\d{1,10}$',
    explorer: 'https://hashscan.io/mainnet/transaction/:hash',
    memo: { regex: '^[0-9A-Za-z]{1,100}$', optional: false, form: 'text' },
  },
  fil: {
    address: 'fil',
    hash: 'filecoin',
    walletRegex: '^(f)[A-Za-z0-9]{40,86}$',
    explorer: 'https://filfox.info/en/message/:hash',
  },
  nano: {
    address: 'nano',
    hash: 'HEX',
    walletRegex: '^(nano|xrb)_[13][0-9a-z]{59}$',
    explorer: 'https://blocklattice.io/block/:hash',
  },
  sui: {
    address: '0xHex32',
    hash: 'base58',
    walletRegex: '^0x[0-9a-fA-F]{64}$',
    explorer: 'https://suiscan.xyz/mainnet/tx/:hash',
  },
  apt: {
    address: '0xHex32',
    hash: '0xHex',
    walletRegex: '^0x[0-9a-fA-F]{64}$',
    explorer: 'https://explorer.aptoslabs.com/txn/:hash?network=mainnet',
  },
} satisfies Record<string, Network>;

export type NetworkKey = keyof typeof NETWORKS;

export const networkOf = (key: NetworkKey): Network => NETWORKS[key];
