import type { AddressKind } from '@paydesk/types';
import { anyOf } from './addressCheck.ts';
import type { AddressCheck } from './addressCheck.ts';
import { algorand } from './families/algorand.ts';
import { aptos, icon, near, solana, starknet, sui } from './families/bare.ts';
import * as base58 from './families/base58check.ts';
import * as bech32 from './families/bech32Account.ts';
import { cardano } from './families/cardano.ts';
import { bitcoinCash, kaspa } from './families/cashAddress.ts';
import { evm } from './families/evm.ts';
import { filecoin } from './families/filecoin.ts';
import { hedera } from './families/hedera.ts';
import { monero } from './families/monero.ts';
import { nano } from './families/nano.ts';
import { polkadot } from './families/polkadot.ts';
import { segwit } from './families/segwit.ts';
import { stacks } from './families/stacks.ts';
import { stellar } from './families/stellar.ts';
import { ton } from './families/ton.ts';
import { waves } from './families/waves.ts';
import { xrp } from './families/xrp.ts';

/** The rule of every address kind. A kind without one here does not compile. */
export const addressChecks: Record<Exclude<AddressKind, 'unverifiable'>, AddressCheck> = {
  bitcoin: anyOf(base58.bitcoinBase58, segwit('bc', { hasTaproot: true })),
  litecoin: anyOf(base58.litecoinBase58, segwit('ltc', { hasTaproot: true })),
  bitcoin_cash: bitcoinCash,
  bitcoin_gold: anyOf(base58.bitcoinGoldBase58, segwit('btg', { hasTaproot: false })),
  dogecoin: base58.dogecoin,
  dash: base58.dash,
  zcash: base58.zcash,
  digibyte: anyOf(base58.digibyteBase58, segwit('dgb', { hasTaproot: true })),
  ravencoin: base58.ravencoin,
  qtum: anyOf(base58.qtumBase58, segwit('qc', { hasTaproot: true })),
  horizen: base58.horizen,
  decred: base58.decred,
  monero,
  evm,
  tron: base58.tron,
  solana,
  ton,
  xrp,
  stellar,
  cardano,
  polkadot,
  cosmos: bech32.cosmos,
  injective: bech32.injective,
  sei: bech32.sei,
  terra: bech32.terra,
  thorchain: bech32.thorchain,
  zilliqa: bech32.zilliqa,
  multiversx: bech32.multiversx,
  bnb_beacon: bech32.bnbBeacon,
  avalanche_x: bech32.avalancheX,
  near,
  algorand,
  tezos: base58.tezos,
  hedera,
  filecoin,
  nano,
  sui,
  aptos,
  kaspa,
  icon,
  waves,
  stacks,
  starknet,
};
