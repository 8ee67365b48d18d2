import { networks } from '@paydesk/types';
import type { AddressKind } from '@paydesk/types';
import { addressChecks } from './addressChecks.ts';

/**
 * Names of the networks whose rules an address fits: ["TRON"]. Empty when it fits none. Chains with
 * Ethereum's addresses count as one, "Ethereum (EVM)".
 */
export function recognizeAddress(address: string): string[] {
  // Base 58 takes time in the square of the length.
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
