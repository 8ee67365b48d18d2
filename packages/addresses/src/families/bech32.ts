import { bech32, bech32m } from '@scure/base';
import { decoded, type AddressCheck } from './decoding.ts';

/**
 * Segregated witness addresses (BIP-173, BIP-350): version 0 with bech32 and 20 or 32 bytes, version 1
 * (taproot) with bech32m and 32 bytes. Versions that a chain has not defined are valid text, but anyone can spend what
 * is sent there, so they are refused: every later version, and taproot where the chain has not activated it.
 */
export function segwit(prefix: string, { hasTaproot }: { hasTaproot: boolean }): AddressCheck {
  return (address) => {
    if (!address.toLowerCase().startsWith(`${prefix}1`)) return null;
    const keyOrScript = programBytes(bech32, prefix, 0, address);
    const isProgram =
      keyOrScript === 20 ||
      keyOrScript === 32 ||
      (hasTaproot && programBytes(bech32m, prefix, 1, address) === 32);
    return isProgram ? address.toLowerCase() : null;
  };
}

/** Length of the witness program, or null when prefix, version, checksum or padding do not fit. */
function programBytes(coder: typeof bech32, prefix: string, version: number, address: string): number | null {
  return decoded(() => {
    const { prefix: found, words } = coder.decode(address as `${string}1${string}`);
    return found === prefix && words[0] === version ? coder.fromWords(words.slice(1)).length : null;
  });
}

/**
 * Accounts written as bech32 of bare bytes (Cosmos chains, MultiversX, Zilliqa): a prefix and the lengths it
 * allows.
 */
function bech32Account(prefix: string, lengths: readonly number[]): AddressCheck {
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
