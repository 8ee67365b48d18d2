import { networks, type AddressKind } from '@paydesk/types';
import * as base32 from './families/base32.ts';
import * as base58 from './families/base58.ts';
import * as bech32 from './families/bech32.ts';
import { cardano } from './families/cardano.ts';
import { bitcoinCash, kaspa } from './families/cashAddress.ts';
import { anyOf, type AddressCheck } from './families/decoding.ts';
import { hedera } from './families/hedera.ts';
import * as hex from './families/hex.ts';
import { ton } from './families/ton.ts';

/** The check of every address kind; a kind without one does not compile. */
export const addressChecks: Record<Exclude<AddressKind, 'unverifiable'>, AddressCheck> = {
  bitcoin: anyOf(base58.bitcoinBase58, bech32.segwit('bc', { hasTaproot: true })),
  litecoin: anyOf(base58.litecoinBase58, bech32.segwit('ltc', { hasTaproot: true })),
  bitcoin_cash: bitcoinCash,
  bitcoin_gold: anyOf(base58.bitcoinGoldBase58, bech32.segwit('btg', { hasTaproot: false })),
  dogecoin: base58.dogecoin,
  dash: base58.dash,
  zcash: base58.zcash,
  digibyte: anyOf(base58.digibyteBase58, bech32.segwit('dgb', { hasTaproot: true })),
  ravencoin: base58.ravencoin,
  qtum: anyOf(base58.qtumBase58, bech32.segwit('qc', { hasTaproot: true })),
  horizen: base58.horizen,
  decred: base58.decred,
  monero: base58.monero,
  evm: hex.evm,
  tron: base58.tron,
  solana: base58.solana,
  ton,
  xrp: base58.xrp,
  stellar: base32.stellar,
  cardano,
  polkadot: base58.polkadot,
  cosmos: bech32.cosmos,
  injective: bech32.injective,
  sei: bech32.sei,
  terra: bech32.terra,
  thorchain: bech32.thorchain,
  zilliqa: bech32.zilliqa,
  multiversx: bech32.multiversx,
  bnb_beacon: bech32.bnbBeacon,
  avalanche_x: bech32.avalancheX,
  near: hex.near,
  algorand: base32.algorand,
  tezos: base58.tezos,
  hedera,
  filecoin: base32.filecoin,
  nano: base32.nano,
  sui: hex.bytes32,
  aptos: hex.bytes32,
  kaspa,
  icon: hex.icon,
  waves: base58.waves,
  stacks: base32.stacks,
  starknet: hex.starknet,
};

/**
 * Names of the networks on which an address is valid: ["TRON"]. Empty when there are none. Chains with Ethereum's
 * addresses count as one, "Ethereum (EVM)".
 */
export function recognizeAddress(address: string): string[] {
  // Decoding base58 takes quadratic time.
  if (address.length > longestAddress) return [];
  return [...namesByKind].flatMap(([kind, names]) => (addressChecks[kind](address) === null ? [] : names));
}

const longestAddress = 200;

const namesByKind = new Map<Exclude<AddressKind, 'unverifiable'>, string[]>();
for (const { addressKind, name } of networks) {
  if (addressKind === 'unverifiable') continue;
  namesByKind.set(
    addressKind,
    addressKind === 'evm' ? ['Ethereum (EVM)'] : [...(namesByKind.get(addressKind) ?? []), name],
  );
}
