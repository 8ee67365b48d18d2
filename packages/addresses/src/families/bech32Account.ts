import { bech32 } from '@scure/base';
import { decoded } from '../addressCheck.ts';
import type { AddressCheck } from '../addressCheck.ts';

/**
 * Accounts written as bech32 of bare bytes (Cosmos chains, MultiversX, Zilliqa): a prefix and the lengths it
 * allows.
 */
export function bech32Account(prefix: string, lengths: readonly number[]): AddressCheck {
  return (address) => {
    const account = address.toLowerCase().startsWith(`${prefix}1`)
      ? decoded(() => bech32.decodeToBytes(address))
      : null;
    return account?.prefix === prefix && lengths.includes(account.bytes.length)
      ? address.toLowerCase()
      : null;
  };
}

/** 20 bytes for keys, 32 for modules and contracts. */
export const cosmos = bech32Account('cosmos', [20, 32]);
export const sei = bech32Account('sei', [20, 32]);
export const terra = bech32Account('terra', [20, 32]);
export const injective = bech32Account('inj', [20]);
export const thorchain = bech32Account('thor', [20]);
export const zilliqa = bech32Account('zil', [20]);
export const bnbBeacon = bech32Account('bnb', [20]);
export const multiversx = bech32Account('erd', [32]);

const avalancheAccount = bech32Account('avax', [20]);

/** Avalanche's exchange chain: the chain's letter stands before the bech32 part. */
export const avalancheX: AddressCheck = (address) => {
  const account = address.startsWith('X-') ? avalancheAccount(address.slice(2)) : null;
  return account === null ? null : `X-${account}`;
};
