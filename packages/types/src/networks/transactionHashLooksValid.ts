import { networkOf } from './networkOf.ts';
import { transactionHashPatterns } from './transactionHashPatterns.ts';

/**
 * Whether a text has the shape of a transaction hash of the network. For an unknown network any plausible
 * token passes, so that staff are never stopped by a gap in this table.
 */
export function transactionHashLooksValid(network: string | null | undefined, hash: string): boolean {
  const pattern = networkOf(network)?.transactionHashPattern ?? transactionHashPatterns.unknown;
  return pattern.test(hash.trim());
}
