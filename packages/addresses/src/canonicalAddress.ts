import { networkOf } from '@paydesk/types';
import { addressChecks } from './addressChecks.ts';

/**
 * The one spelling of an account on a network, for storing and comparing: of TON's bounceable, non-bounceable
 * and raw forms it is one, and letters have the case that the network's checksum gives them. A text that is
 * no address there, and one of a network without checks, comes back without the blanks around it.
 */
export function canonicalAddress(network: string | null | undefined, address: string): string {
  const text = address.trim();
  const known = networkOf(network);
  if (known === undefined || known.addressKind === 'unverifiable' || text.length > 200) return text;
  return addressChecks[known.addressKind](text) ?? text;
}

/** Whether two texts name the same account on a network, whatever their spelling. */
export function isSameAccount(network: string | null | undefined, one: string, other: string): boolean {
  return canonicalAddress(network, one) === canonicalAddress(network, other);
}
